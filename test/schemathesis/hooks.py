"""Puts right what no JSON schema can say of a valid request. All else that is valid by the description must be taken."""

import unicodedata

import schemathesis

PAST = ("2026-01-01", "2026-02-01")


def put_right_query(query):
    # A cursor is taken from an answer: nobody can make one up.
    query.pop("cursor", None)
    # A range of time has an end that is past, and a beginning before it.
    if "from" in query:
        query["from"] = PAST[0]
    if "to" in query:
        query["to"] = PAST[1]
    # An order by waiting time, and what filters by it or by the reason, needs one open status.
    if query.get("sort") == "waiting" or "why" in query or "waitingBefore" in query or "awaiting" in query:
        query["status"] = "awaiting_decision"


def with_different_keys(texts):
    # No two keys are the same but for case, width and spaces at their ends.
    return {unicodedata.normalize("NFKC", key).strip().casefold(): text for key, text in texts.items()}


def put_right_project(project):
    # Codes are unique in the list, cost types in their code, whatever their case.
    for index, cost_code in enumerate(project["costCodes"]):
        cost_code["code"] = f"{index}-{cost_code['code']}"[:60].strip()
        cost_code["costTypes"] = [f"{n}-{kind}"[:60].strip() for n, kind in enumerate(cost_code["costTypes"])]
    if isinstance(project.get("customFields"), dict):
        project["customFields"] = with_different_keys(project["customFields"])
    # It is not completed before it starts.
    if "startDate" in project and "completionDate" in project:
        dates = sorted([project["startDate"], project["completionDate"]])
        project["startDate"], project["completionDate"] = dates


def with_full_ends(value):
    # Length is counted after trimming, which no schema can say: a text that is too long is so without its blanks.
    if isinstance(value, str):
        inner = value.strip()
        if inner == "" or len(value) <= 40:
            return value
        before = len(value) - len(value.lstrip())
        return "x" * before + inner + "x" * (len(value) - before - len(inner))
    if isinstance(value, list):
        return [with_full_ends(item) for item in value]
    if isinstance(value, dict):
        return {key: with_full_ends(item) for key, item in value.items()}
    return value


@schemathesis.hook
def before_call(context, case, kwargs):
    if not case.meta:
        return
    if not case.meta.generation.mode.is_positive:
        for part in ("body", "query"):
            if isinstance(getattr(case, part), dict):
                setattr(case, part, with_full_ends(getattr(case, part)))
        return
    if isinstance(case.query, dict):
        put_right_query(case.query)
    if not isinstance(case.body, dict):
        return
    if isinstance(case.body.get("project"), dict):
        put_right_project(case.body["project"])
    if isinstance(case.body.get("ids"), dict):
        # Which ids there are is a matter of the company's ERP.
        case.body["ids"] = dict(zip(("job", "jobNumber", "file"), case.body["ids"].values()))
    if isinstance(case.body.get("job"), dict) and isinstance(case.body["job"].get("fields"), dict):
        case.body["job"]["fields"] = with_different_keys(case.body["job"]["fields"])
