"""Pages of the second generation's lists."""

from typing import Any


def page(found: list[dict[str, Any]], query: dict[str, Any]) -> dict[str, Any]:
    """The page that the query asks for; its offset is where the next one begins."""
    offset = query.get("offset", 0)
    resources = found[offset : offset + query.get("limit", 20)]
    return {"resources": resources, "offset": offset + len(resources)}
