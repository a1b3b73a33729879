"""The JSON Schema of the configuration file, for editors that complete and check."""

from __future__ import annotations

from typing import Any

from mijnzaken_bff.settings.model import Settings


def configuration_schema() -> dict[str, Any]:
    """The schema, with ``standaard`` beside what the settings hold: any key of a bron, none of them mandatory."""
    schema = Settings.model_json_schema(by_alias=True, mode="validation")
    bron = schema["$defs"]["BronSettings"]
    schema["properties"]["standaard"] = {
        "type": "object",
        "description": "Wat voor elke bron geldt, tenzij die bron zelf iets anders zegt.",
        "properties": bron["properties"],
        "additionalProperties": False,
    }
    schema["required"].remove("bronnen")  # they may all stand in the folder beside it
    # What stands in `standaard` need not stand in the bron itself.
    bron["required"] = ["id", "naam", "organisatie"]
    for part in (schema, *schema["$defs"].values()):
        part.pop("description", None)  # the docstrings are for who reads the code; each key has a Dutch one of its own
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "mijnzaken-bff"}
