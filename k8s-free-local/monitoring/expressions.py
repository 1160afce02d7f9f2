"""What a PromQL expression asks for."""

import re

_WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset"}
_AGGREGATIONS = {"sum", "min", "max", "avg", "count", "topk", "bottomk", "quantile"}


def metrics(expression: str) -> set[str]:
    """The names of the metrics."""
    bare = re.sub(r'"[^"]*"', '""', expression)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]", " ", bare)
    bare = re.sub(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", bare)
    names = re.findall(r"(?<![\w.])([A-Za-z_:][\w:]*)(?!\w)\s*(\()?", bare)
    return {name for name, call in names if not call and name not in _WORDS | _AGGREGATIONS}


def selectors(expression: str) -> list[tuple[str, set[str], set[str]]]:
    """Each metric that is selected by labels: its name, the labels, and the jobs that it may be of."""
    found = []
    for name, matchers in re.findall(r"([A-Za-z_:][\w:]*)\{([^}]*)\}", expression):
        pairs = re.findall(r'(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"', matchers)
        jobs = {job for label, value in pairs if label == "job" for job in value.split("|")}
        found.append((name, {label for label, _ in pairs}, jobs))
    return found


def grouped(expression: str) -> set[str]:
    """The labels by which an expression groups."""
    groups = re.findall(r"\bby\s*\(([^)]*)\)", expression)
    return {label.strip() for group in groups for label in group.split(",")}
