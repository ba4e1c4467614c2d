"""The schema that most tests share."""

from __future__ import annotations

from typing import Any

HOUSE: dict[str, Any] = {
    "labels": ["lease", "sale", "cap on liability"],
    "columns": {
        "title": {"kind": "text", "description": "heading of the contract", "aka": ["headline"]},
        "body": {"kind": "text"},
        "amount": {"kind": "number"},
        "deposit": {"kind": "number"},
        "n_pages": {"kind": "number", "description": "number of pages"},
        "signed": {"kind": "date", "description": "day on which the contract was signed"},
        "filed": {"kind": "date", "description": "day on which the contract was filed"},
        "executed": {"kind": "boolean"},
        "law": {"kind": "category", "values": ["New York", "Texas", "Ohio"]},
        "court": {"kind": "category", "values": ["New York", "Texas", "Ohio"]},
        "risk_score": {"kind": "score"},
        "tenant": {"kind": "span"},
        "landlord": {"kind": "span"},
        "stamp": {"kind": "box"},
        "seal": {"kind": "box"},
    },
    "default_text": "body",
    "lists": {"hr_terms": ["salary", "paid leave"], "rent words": ["rent", "tenant"]},
}
"""One column of every kind."""
