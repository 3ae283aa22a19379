"""Write the JSON Schema of metrics.json from the code that fills it."""

from __future__ import annotations

import json
from pathlib import Path

from genrelens.workflow.documents.metrics import MetricsDocument

PLACE = Path(__file__).parents[1] / "docs" / "reference" / "metrics.schema.json"


def schema_text() -> str:
    """Give the schema as it is to stand in the file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **MetricsDocument.model_json_schema(mode="serialization"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(schema_text(), encoding="utf-8")
    print(f"Written: {PLACE}")
