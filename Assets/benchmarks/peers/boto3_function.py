"""The same answers in Python, on AWS's own runtime client (awslambdaric) and SDK (boto3): one get, one page of a list."""

import json
import os

import boto3

client = boto3.client("dynamodb")
table = os.environ["DYNAMODB_TABLE_NAME"]
FIELDS = ("customer_id", "name", "email", "phone", "address", "registration_date", "created_at", "updated_at", "version")


def handler(event, context):
    if event["rawPath"] == "/api/customers":
        limit = int(event["queryStringParameters"]["limit"])
        page = client.query(
            TableName=table, IndexName="search-index", KeyConditionExpression="#p = :p", Limit=limit + 1,
            ExpressionAttributeNames={"#p": "ix_pk"}, ExpressionAttributeValues={":p": {"S": "n"}})
        body = [customer(item) for item in page["Items"][:limit]]
    else:
        id = event["rawPath"].rpartition("/")[2]
        body = customer(client.get_item(TableName=table, Key={"customer_id": {"S": id}}, ConsistentRead=True)["Item"])
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def customer(item):
    return {name: next(iter(item[name].values())) if name in item else None for name in FIELDS}
