"""Validates a Croissant document and loads every record set; prints what was found as JSON.

Arguments: the document's file. A new dataset for each record set: a second pass over one may be empty.
"""

import copy
import json
import logging
import sys

logging.disable(logging.CRITICAL)

import mlcroissant as mlc  # noqa: E402

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)


def plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if value is None or isinstance(value, (bool, float, str)):
        return value
    # Integers as text: the reader of this JSON rounds those above 2^53.
    return str(value)


try:
    issues = mlc.Dataset(copy.deepcopy(document)).metadata.ctx.issues
    errors, warnings = sorted(issues.errors), sorted(issues.warnings)
except mlc.ValidationError as refused:
    errors, warnings = [str(refused)], []

records = {}
for record_set in document["recordSet"] if not errors else []:
    rows = list(mlc.Dataset(copy.deepcopy(document)).records(record_set["@id"]))
    records[record_set["name"]] = [{key: plain(value) for key, value in row.items()} for row in rows]
print(json.dumps({"errors": errors, "warnings": warnings, "records": records}))
