"""The template by itself: AWS's rules, and what must stay true of it after every change."""

import json
import re
import tempfile
from pathlib import Path

from checking import TEMPLATE, TOOLS, check, run


def rules():
    findings = run(TOOLS / "sam/bin/cfn-lint", TEMPLATE)
    check(not findings.strip(), "cfn-lint finds nothing")
    report = json.loads(run(TOOLS / "checkov/bin/checkov", "-f", TEMPLATE, "--skip-download", "--compact", "-o", "json"))
    skipped = report["results"]["skipped_checks"]
    check(not report["results"]["failed_checks"] and all(one["check_result"]["suppress_comment"] for one in skipped),
          f"checkov finds nothing but {len(skipped)} things that are explained")
    explanations = len(re.findall(r"- id: CKV", Path(TEMPLATE).read_text()))
    check(explanations == len(skipped), "every explanation explains something")


def rows():
    """Every row of what the original stack had, and of what there is beyond it; returns the template as CloudFormation gets it."""
    expanded = synthesis()
    versions = [next(name for name, one in template["Resources"].items() if one["Type"] == "AWS::Lambda::Version")
                for template in (expanded, expand(), expand("Release=a"), expand("Release=b"))]
    check(versions[0] == versions[1] and len(set(versions)) == 3, "each release publishes a version")
    resources = expanded["Resources"]
    by_type = {}
    for resource in resources.values():
        by_type.setdefault(resource["Type"].split("::", 1)[1], []).append(resource["Properties"])
    table(resources["Table"])
    capacities(resources["Table"]["Properties"], by_type)
    function(resources, by_type, expanded["Parameters"])
    variables = by_type["Lambda::Function"][0]["Environment"]["Variables"]
    check(variables["DYNAMODB_TABLE_NAME"] == {"Ref": "Table"}, "the function gets its table from the original's variable")
    check(variables["CUSTOMERS_TRASH_DAYS"] == {"Ref": "TrashDays"} and variables["CUSTOMERS_TIMELINE_DAYS"] == {"Ref": "TimelineDays"}
          and (expanded["Parameters"]["TrashDays"]["Default"], expanded["Parameters"]["TimelineDays"]["Default"]) == (30, ""),
          "who is deleted can be restored for 30 days, and timelines are kept, if nothing else is asked for")
    gateway(by_type, expanded["Parameters"])
    identity(variables, expanded)
    alarms(by_type["CloudWatch::Alarm"])
    check({"ApiEndpoint", "TableName"} <= set(expanded["Outputs"]), "it says where the API and the table are")
    return expanded


def expand(*parameters):
    """The template that `stack synth` prints: as CloudFormation would get it, made without a network."""
    return json.loads(run("Assets/infrastructure/stack", "synth", *parameters))


def synthesis():
    """`stack synth` as an operator uses it; returns what it prints."""
    printed = run("Assets/infrastructure/stack", "synth")
    check(run("Assets/infrastructure/stack", "synth") == printed, "stack synth prints the same template every time")
    plain = json.loads(printed)
    check("Transform" not in plain and "Serverless" not in json.dumps(plain),
          "it is CloudFormation's own language: SAM's transform is applied")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(printed)
        file.flush()
        findings = run(TOOLS / "sam/bin/cfn-lint", file.name)
    check(not findings.strip(), "and cfn-lint finds nothing in it either")
    named = expand("prod", "Auth=NONE", "MaxCapacity=50")["Parameters"]
    check([named[one]["Default"] for one in ("Suffix", "Auth", "MaxCapacity")] == ["prod", "NONE", 50],
          "it prints the stack that was named, with the parameters that were given")
    for wrong, status in (("Autt=NONE", 64), ("Auth=NO", 65), ("MaxCapacity=many", 65), ("MinCapacity=0", 65),
                          ("TrashDays=-1", 65), ("TimelineDays=0", 65), ("TimelineDays=3651", 65)):
        run("Assets/infrastructure/stack", "synth", "prod", wrong, status=status)
    run("Assets/infrastructure/stack", "synth", "No/Name", status=65)
    check(True, "it refuses what CloudFormation would refuse")
    return plain


def named(property, text):
    return property == {"Fn::Sub": text + "-${Suffix}"}


def table(resource):
    own = resource["Properties"]
    indexes = {one["IndexName"]: [key["AttributeName"] for key in one["KeySchema"]] for one in own["GlobalSecondaryIndexes"]}
    check(named(own["TableName"], "customers-table")
          and own["KeySchema"] == [{"AttributeName": "customer_id", "KeyType": "HASH"}] and indexes["email-index"] == ["email"],
          "the table is the original's, with its index of emails")
    check(resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain" and own["DeletionProtectionEnabled"]
          and own["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True},
          "it stays, is protected from deletion, and can be restored to any moment")
    layout = Path("Sources/AWS/DynamoDBStore/TableLayout.swift").read_text()
    expires = re.search(r'static let expires = "(\w+)"', layout)[1]
    check(own["TimeToLiveSpecification"] == {"AttributeName": expires, "Enabled": True},
          f"the trash goes by itself, by the attribute {expires} that the store writes")
    carried = {one["IndexName"]: one["Projection"].get("NonKeyAttributes", []) for one in own["GlobalSecondaryIndexes"]}
    check({"deleted_at", "restorable_until", "erased_at"} <= set(carried["changes-index"]),
          "the index of changes tells of deletions, of the trash and of erasures")


def capacities(own, by_type):
    places = {"table/${Table}"} | {f"table/${{Table}}/index/{one['IndexName']}" for one in own["GlobalSecondaryIndexes"]}
    scaled = {(one["ResourceId"]["Fn::Sub"], one["ScalableDimension"].rpartition(":")[2])
              for one in by_type["ApplicationAutoScaling::ScalableTarget"]}
    wanted = {(place, dimension) for place in places for dimension in ("ReadCapacityUnits", "WriteCapacityUnits")}
    policies = [one["TargetTrackingScalingPolicyConfiguration"]["TargetValue"]
                for one in by_type["ApplicationAutoScaling::ScalingPolicy"]]
    check(scaled == wanted and policies == [70] * len(wanted), f"table and indexes scale at 70 %, {len(wanted)} capacities in all")


def function(resources, by_type, parameters):
    own = by_type["Lambda::Function"][0]
    check(named(own["FunctionName"], "customer-management-api")
          and (own["Runtime"], own["MemorySize"], own["Timeout"]) == ("provided.al2023", 256, 30),
          "the function has the original's name, 256 MB and 30 s")
    check(own["LoggingConfig"]["LogFormat"] == "JSON" and len(by_type["Logs::LogGroup"]) == 2
          and all(one["RetentionInDays"] == {"Ref": "LogRetentionDays"} for one in by_type["Logs::LogGroup"])
          and by_type["Lambda::Alias"][0]["Name"] == "live",
          "it logs JSON into a group that forgets, and is reached by an alias")
    groups = [one for one in resources.values() if one["Type"] == "AWS::Logs::LogGroup"]
    check(all(one["DeletionPolicy"] == one["UpdateReplacePolicy"] == "Retain" for one in groups),
          "its logs, which say who did what, outlive the stack")
    for statement in by_type["IAM::Role"][0]["Policies"][0]["PolicyDocument"]["Statement"]:
        check("*" not in json.dumps(statement), f"the role's permission {statement['Sid']} names its actions and resources")
    check(parameters["Auth"]["Default"] == "IAM", "without other parameters the API is for signed requests only")


def gateway(by_type, parameters):
    api = by_type["ApiGatewayV2::Api"][0]
    methods = api["CorsConfiguration"]["AllowMethods"]
    check(named(api["Name"], "customer-management-api")
          and set(methods) == {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
          and parameters["CorsOrigin"]["Default"] == "http://localhost:3000", "browsers may use every method, from the original's origin")
    routes = {one["RouteKey"]: one["AuthorizationType"] for one in by_type["ApiGatewayV2::Route"]}
    check("Fn::If" in routes.pop("ANY /api/{proxy+}") and set(routes.values()) == {"NONE"}
          and set(routes) == {"OPTIONS /api/{proxy+}", "ANY /api/health", "ANY /api/openapi.json"},
          "all but preflights, health and the contract asks who is there")
    scoped = [one for one in by_type["ApiGatewayV2::Route"] if "AuthorizationScopes" in one]
    check([one["RouteKey"] for one in scoped] == ["ANY /api/{proxy+}"]
          and scoped[0]["AuthorizationScopes"]["Fn::If"][1] == {"Fn::Split": [",", {"Ref": "RequiredScopes"}]},
          "it asks for the required scopes, too")
    integration = by_type["ApiGatewayV2::Integration"][0]
    check(integration["PayloadFormatVersion"] == "2.0" and integration["TimeoutInMillis"] == 29000,
          "the gateway waits 29 s, and speaks the payload format that the function reads")
    stage = by_type["ApiGatewayV2::Stage"][0]
    check(stage["StageName"] == "$default" and stage["DefaultRouteSettings"]["ThrottlingRateLimit"] and stage["AccessLogSettings"]
          and not re.search(r"sourceIp|\bpath\b|querystring|userArn|claims", json.dumps(stage["AccessLogSettings"])),
          "its default stage is throttled, and its log of accesses says nothing about anybody")


def identity(variables, expanded):
    """What the function needs to know of callers, and that tokens of every audience are nobody's choice."""
    joined = {"CUSTOMERS_JWT_AUDIENCE": "JwtAudience"}
    plain = {"CUSTOMERS_JWT_ISSUER": "JwtIssuer", "CUSTOMERS_JWT_SCOPES": "RequiredScopes",
             "CUSTOMERS_JWT_ROLE_CLAIM": "RoleClaim", "CUSTOMERS_ROLES": "Roles"}
    check(all(variables[name] == {"Fn::Join": [",", {"Ref": parameter}]} for name, parameter in joined.items())
          and all(variables[name] == {"Ref": parameter} for name, parameter in plain.items()),
          "the function is told issuer, audience, scopes and roles")
    asserted = json.dumps(expanded["Rules"]["JwtNeedsItsIssuer"]["Assertions"])
    check('"JwtIssuer"' in asserted and '"JwtAudience"' in asserted, "Auth=JWT needs issuer and audience")
    pattern = expanded["Parameters"]["Roles"]["AllowedPattern"]
    arn = "arn:aws:sts::123456789012:assumed-role/Support*/*"
    taken = [bool(re.fullmatch(pattern, one)) for one in ("", f"{arn}=agent", f"{arn}=agent,{arn}=admin", arn, f"{arn}=boss", "*=agent")]
    check(taken == [True, True, True, False, False, False], "a list of roles that is none is refused before anything is deployed")


def alarms(alarms):
    watched = {(one["Namespace"].rpartition("/")[2], one["MetricName"]) for one in alarms}
    check(watched == {("ApiGateway", "5xx"), ("ApiGateway", "Latency"), ("Lambda", "Errors"), ("Lambda", "Throttles"),
                      ("DynamoDB", "ReadThrottleEvents"), ("DynamoDB", "WriteThrottleEvents")},
          f"{len(watched)} alarms: failures, latency, throttling")
    runbook = Path("Assets/docs/runbook.md").read_text()
    names = re.findall(r"^  (\w+Alarm):$", Path(TEMPLATE).read_text(), re.MULTILINE)
    check(len(names) == len(alarms) and all(f"`{name}`" in runbook for name in names), "the runbook knows each of them")
