"""The tree grower: numbered values in, one tree of flat arrays out."""
