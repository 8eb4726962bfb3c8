"""Prints, in JSON, the plain CloudFormation template that a SAM template becomes: what AWS makes of it when it is deployed, made
here and without a network. Needs aws-sam-translator, which the SAM CLI brings.
usage: synthesize.py TEMPLATE CODE NAME=VALUE ...   (CODE: where the function's package lies, s3://BUCKET/KEY)"""

import json
import os
import re
import sys

# For SAM's own look at the partition; the template's regions stay AWS::Region.
os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION") or "us-east-1")

from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

USAGE, BAD_DATA = 64, 65


def main():
    path, code, *pairs = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for pair in pairs:
        set_parameter(template["Parameters"], *split(pair))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = code
    plain = transform(template, {}, lambda: {})
    # What the transform alone has looked at is no question to CloudFormation any more.
    rest = json.dumps({part: plain[part] for part in plain if part != "Parameters"})
    plain["Parameters"] = {name: rule for name, rule in plain["Parameters"].items() if is_used(name, rest)}
    print(json.dumps(plain, indent=2))


def is_used(name, text):
    return f'{{"Ref": "{name}"}}' in text or f"${{{name}}}" in text


def split(pair):
    name, equals, value = pair.partition("=")
    if not equals:
        end(USAGE, f"\"{pair}\" is no PARAMETER=VALUE")
    return name, value


def set_parameter(parameters, name, value):
    """Makes a value the parameter's default, so that the template printed says all of what would be deployed."""
    if name not in parameters:
        end(USAGE, f"the template has no parameter {name}; it has {', '.join(parameters)}")
    rule = parameters[name]
    if rule["Type"] == "Number":
        if not re.fullmatch(r"-?\d+", value):
            end(BAD_DATA, f"{name} takes a number, not \"{value}\"")
        value = int(value)
    if value not in rule.get("AllowedValues", [value]):
        end(BAD_DATA, f"{name} takes one of {', '.join(map(str, rule['AllowedValues']))}, not \"{value}\"")
    if not re.fullmatch(rule.get("AllowedPattern", ".*"), str(value), re.DOTALL):
        end(BAD_DATA, f"{name} must match {rule['AllowedPattern']}, unlike \"{value}\"")
    if "MinValue" in rule and value < rule["MinValue"]:
        end(BAD_DATA, f"{name} must be {rule['MinValue']} or more, not {value}")
    rule["Default"] = value


def end(status, message):
    print(f"stack: {message}.", file=sys.stderr)
    sys.exit(status)


main()
