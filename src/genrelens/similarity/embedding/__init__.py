"""Lay points of many dimensions out on a plane, so that near ones stay near."""
