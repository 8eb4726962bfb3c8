"""What an operator does: every command of Assets/infrastructure/stack; then contract, client, signatures, tokens, permissions."""

import base64
import json
import os
import signal
import subprocess
import threading
from pathlib import Path

from checking import KEYS, SECONDS, check, run
from cloud import ask
from desk import commands

GATEWAY_PATHS = Path(__file__).with_name("gateway_paths.py")


def life_of_a_stack(cloud):
    cloud.stack("validate")
    check(True, "stack validate")
    difference = cloud.stack("diff", "open", "BillingMode=PAY_PER_REQUEST", "Auth=NONE")
    check("AWS::DynamoDB::Table" in difference and "AWS::Lambda::Function" in difference, "stack diff names what would be made")
    url = cloud.deploy("open", "Auth=NONE", "Dashboard=true")
    health = json.loads(ask(url + "/api/health")[1])
    check(health["status"] == "OK" and health["replicate"], "the deployed API is well")
    # Not asked by OPTIONS: ministack does not understand the template's CorsConfiguration.
    origin = ask(url + "/api/health", "GET", {"Origin": "http://localhost:3000"})[2].get("access-control-allow-origin")
    check(origin == "http://localhost:3000", "a browser's page may read it")
    commands(cloud, url)
    run("Assets/contract/check", url, environment={**os.environ, "PATH": cloud.environment["PATH"],
                                                         "SCHEMATHESIS_HOOKS": str(GATEWAY_PATHS)})
    check(True, "the published contract is kept")
    logs(cloud)
    cloud.deploy("open", "Auth=NONE", "Replication=refused")
    # Of the function, not of its alias: ministack gives the translator no parameters, so that it publishes no version.
    variables = cloud.aws("print(json.dumps(boto3.client('lambda').get_function_configuration("
                          "FunctionName='customer-management-api-open')['Environment']['Variables']))")
    check(variables["CUSTOMERS_REPLICATION"] == "refused", "a changed parameter is deployed")
    cloud.stack("destroy", "open")
    tables = cloud.aws("print(json.dumps(boto3.client('dynamodb').list_tables()['TableNames']))")
    functions = cloud.aws("print(json.dumps([f['FunctionName'] for f in boto3.client('lambda').list_functions()['Functions']]))")
    check(tables == ["customers-table-open"] and functions == [], "stack destroy leaves the table and nothing else")


def logs(cloud):
    lines = cloud.aws(
        "client = boto3.client('logs'); group = '/aws/lambda/customer-management-api-open'\n"
        "print(json.dumps([event['message'] for page in client.get_paginator('filter_log_events').paginate(logGroupName=group)"
        " for event in page['events']]))")
    requests = [json.loads(line) for line in lines if line.startswith('{"') and '"message":"request"' in line]
    check(len(requests) > 100 and all(one["request_id"] and one["_aws"] for one in requests),
          f"{len(requests)} lines of the function's log are JSON with a request id and metrics")
    text = "\n".join(lines)
    check(not any(word in text for word in ("Ana", "ana@", "jo@example", "Núñez")), "nobody is named in the log")
    check('"level":"ERROR"' not in text and '"level":"FATAL"' not in text, "no line of it tells of a failure")


def signed_in(cloud):
    url = cloud.deploy("iam")
    check(ask(url + "/api/health")[0] == 200, "health needs no signature")
    check(ask(url + "/api/customers")[0] == 403, "all else does")
    ana = commands(cloud, url, {**KEYS, **configured(cloud, url, "aws")})
    check("arn:aws:iam::" in (ana["updated_by"] or ""), "and the change carries the signer's name")


def tokens(cloud):
    """With an issuer of AWS's own: a user pool of Cognito, a client of it, and somebody who signs in."""
    refusal = run("Assets/infrastructure/stack", "deploy", "jwt", "BillingMode=PAY_PER_REQUEST", "Auth=JWT",
                  environment=cloud.environment, status=1)
    check(refusal is not None, "Auth=JWT without an issuer is refused")
    run("Assets/infrastructure/stack", "deploy", "jwt", "BillingMode=PAY_PER_REQUEST", "Auth=JWT",
        "JwtIssuer=https://issuer.example", environment=cloud.environment, status=1)
    check(True, "and without an audience, too")
    pool, client, token, other = cloud.aws(
        "c = boto3.client('cognito-idp'); flows = ['ALLOW_USER_PASSWORD_AUTH']\n"
        "pool = c.create_user_pool(PoolName='desk')['UserPool']['Id']\n"
        "ids = [c.create_user_pool_client(UserPoolId=pool, ClientName=name, ExplicitAuthFlows=flows)['UserPoolClient']['ClientId']"
        " for name in ('desk', 'other')]\n"
        "c.admin_create_user(UserPoolId=pool, Username='kim', UserAttributes=[{'Name': 'email', 'Value': 'boss@example.com'},"
        " {'Name': 'email_verified', 'Value': 'false'}])\n"
        "c.admin_set_user_password(UserPoolId=pool, Username='kim', Password='Secret-5ecret', Permanent=True)\n"
        "who = {'USERNAME': 'kim', 'PASSWORD': 'Secret-5ecret'}\n"
        "answers = [c.initiate_auth(ClientId=id, AuthFlow='USER_PASSWORD_AUTH', AuthParameters=who) for id in ids]\n"
        "print(json.dumps([pool, ids[0], *(one['AuthenticationResult']['IdToken'] for one in answers)]))")
    issuer = f"https://cognito-idp.{KEYS['AWS_REGION']}.amazonaws.com/{pool}"
    url = cloud.deploy("jwt", "Auth=JWT", f"JwtIssuer={issuer}", f"JwtAudience={client}")
    check(ask(url + "/api/health")[0] == 200 and ask(url + "/api/customers")[0] == 401, "with one, a token is asked for")
    head, claims, signature = token.split(".")
    damaged = f"{head}.{claims}.{signature[::-1]}"
    answers = [ask(url + "/api/customers", fields={"Authorization": f"Bearer {one}"})[0] for one in (token, other, damaged)]
    check(answers == [200, 401, 401], "a token is taken, that of another audience or with another signature is not")
    ana = commands(cloud, url, {"CUSTOMERS_API_TOKEN": token, **configured(cloud, url, "bearer")})
    subject = json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
    check(ana["updated_by"] == f"{issuer}#{subject}", "and the change carries issuer and subject, not an address that nobody has verified")
    cloud.deploy("jwt", "Auth=JWT", f"JwtIssuer={issuer}", f"JwtAudience={client}", "RequiredScopes=desk/read")
    refused = ask(url + "/api/customers", fields={"Authorization": f"Bearer {token}"})[0]
    check(refused == 403, "a token without the scope that is required is turned away by the gateway")


def configured(cloud, url, scheme):
    """A configuration of its own for the client."""
    folder = Path(cloud.environment["HOME"]) / scheme
    (folder / "customers").mkdir(parents=True)
    file = folder / "customers/config.toml"
    file.write_text(f'[profiles.default]\napi = "{url}"\nauth = "{scheme}"\n')
    file.chmod(0o600)
    return {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}


def watching(cloud):
    """Until the first deployment; stopped as from the keyboard."""
    with subprocess.Popen(["Assets/infrastructure/stack", "watch", "seen", "BillingMode=PAY_PER_REQUEST"], text=True,
                          env=cloud.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          start_new_session=True) as process:
        limit = threading.Timer(SECONDS, os.killpg, (process.pid, signal.SIGKILL))
        limit.start()
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("watch: deployed"):
                break
        limit.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
    check("watch: deployed" in said, "stack watch deploys" if "watch: deployed" in said else said[-2000:])


def permissions(cloud, expanded):
    statements = expanded["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    actions = [action for one in statements for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])]
    allowed = {action.partition(":")[2] for action in actions if action.startswith("dynamodb:")}
    check(allowed == cloud.observed.actions,
          f"the policy allows what was asked and no more: {', '.join(sorted(cloud.observed.actions))}"
          if allowed == cloud.observed.actions else f"the policy allows {allowed}, asked was {cloud.observed.actions}")
