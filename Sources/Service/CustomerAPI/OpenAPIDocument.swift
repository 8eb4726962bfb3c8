/// The API's description in OpenAPI 3.1.
///
/// Written by Assets/contract/write-swift from Assets/contract/openapi.yaml: change that and run it again. Lambda's
/// bootstrap is one file, so the document is part of the program.
enum OpenAPIDocument {
    /// Of the YAML that this was made from; a test compares.
    static let sourceSHA256 = "f58e5326c9de047193c7c1224b42184e8ccf96fff3101a30a31f03ad49f305d3"

    static let json = ##"""
        {
         "openapi": "3.1.0",
         "info": {
          "title": "Customers",
          "version": "1.1.0",
          "summary": "Customer records, kept by the people who serve the customers.",
          "description": "Every failure is a problem (RFC 9457) in `application/problem+json`; programs decide by its `type`.\n\nWrites may carry `Idempotency-Key`: a repeat changes nothing and gets the first answer's status with the current\nbody. `If-Match` makes a write conditional on the version that the writer saw.\n\nWhat somebody may do depends on their role: `reader` reads; `agent` also writes, and follows the change feed from now on;\n`exporter` also reads the feed from its beginning, and as many customers as there are; `admin` may do everything. Who may\nnot do something gets 403 `forbidden`, which names the role that it takes.\n\nHEAD works wherever GET does. Unknown members of a body are ignored.\n"
         },
         "servers": [
          {
           "url": "/"
          }
         ],
         "security": [
          {},
          {
           "bearer": []
          }
         ],
         "paths": {
          "/api/health": {
           "get": {
            "operationId": "health",
            "summary": "Whether the API answers",
            "description": "Does not touch the store.",
            "security": [],
            "responses": {
             "200": {
              "description": "It does.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Health"
                }
               }
              }
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             }
            }
           }
          },
          "/api/openapi.json": {
           "get": {
            "operationId": "openapi",
            "summary": "This document",
            "security": [],
            "responses": {
             "200": {
              "description": "OpenAPI 3.1 in JSON.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "type": "object",
                 "required": [
                  "openapi",
                  "info",
                  "paths"
                 ]
                }
               }
              }
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             }
            }
           }
          },
          "/api/whoami": {
           "get": {
            "operationId": "whoami",
            "summary": "Who asks, and what they may do",
            "description": "A server without it has no `whoami` among the `capabilities` that `/api/health` tells.",
            "responses": {
             "200": {
              "description": "The caller as the server sees them.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Caller"
                }
               }
              }
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           }
          },
          "/api/customers": {
           "get": {
            "operationId": "listCustomers",
            "summary": "A page of customers",
            "description": "All of them by name, or those that `search` finds, or the one with `email`.\n\nA page may be short or empty and still have a next one: only a missing `Link` is the end.\n",
            "parameters": [
             {
              "name": "limit",
              "in": "query",
              "description": "Customers at most.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 1000,
               "default": 1000
              }
             },
             {
              "name": "cursor",
              "in": "query",
              "description": "Where the page before ended, from its `Link`; good for the same search and sort only.",
              "schema": {
               "type": "string"
              }
             },
             {
              "name": "sort",
              "in": "query",
              "schema": {
               "type": "string",
               "enum": [
                "name",
                "-name"
               ],
               "default": "name"
              }
             },
             {
              "name": "search",
              "in": "query",
              "description": "Every word must begin a word of the name, the email or the email's part after `@`; three or more digits with\nnothing but phone characters around them must end the phone's digits.\n",
              "schema": {
               "type": "string",
               "maxLength": 300
              }
             },
             {
              "name": "email",
              "in": "query",
              "description": "Finds the customer with this email, strongly consistent. Takes neither search nor cursor.",
              "schema": {
               "type": "string"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "Customers in order.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               },
               "Link": {
                "description": "`</api/customers?…&cursor=…>; rel=\"next\"` unless this is the last page.\n",
                "schema": {
                 "type": "string",
                 "pattern": "^</api/customers\\?\\S*cursor=[A-Za-z0-9_-]+>; rel=\"next\"$"
                }
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "type": "array",
                 "maxItems": 1000,
                 "items": {
                  "$ref": "#/components/schemas/Customer"
                 }
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           },
           "post": {
            "operationId": "createCustomer",
            "summary": "Make a customer",
            "description": "The server chooses the id; with an idempotency key always the same one.",
            "parameters": [
             {
              "$ref": "#/components/parameters/IdempotencyKey"
             }
            ],
            "requestBody": {
             "$ref": "#/components/requestBodies/NewCustomer"
            },
            "responses": {
             "201": {
              "$ref": "#/components/responses/Created"
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "409": {
              "$ref": "#/components/responses/Conflict"
             },
             "410": {
              "$ref": "#/components/responses/Gone"
             },
             "412": {
              "$ref": "#/components/responses/PreconditionFailed"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedMediaType"
             },
             "422": {
              "$ref": "#/components/responses/KeyReused"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           }
          },
          "/api/customers/{customer_id}": {
           "parameters": [
            {
             "name": "customer_id",
             "in": "path",
             "required": true,
             "schema": {
              "type": "string",
              "format": "uuid"
             }
            }
           ],
           "get": {
            "operationId": "getCustomer",
            "summary": "One customer",
            "parameters": [
             {
              "name": "If-None-Match",
              "in": "header",
              "description": "The versions that the caller has.",
              "schema": {
               "$ref": "#/components/schemas/EntityTags"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "The customer as it is now.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               },
               "ETag": {
                "$ref": "#/components/headers/ETag"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/Customer"
                }
               }
              }
             },
             "304": {
              "description": "The caller's version is the newest.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               },
               "ETag": {
                "$ref": "#/components/headers/ETag"
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "410": {
              "$ref": "#/components/responses/Gone"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           },
           "put": {
            "operationId": "putCustomer",
            "summary": "Replace a customer, or make one with an id of one's own",
            "description": "Replaces every field. With `If-None-Match: *` it makes the customer instead, and only then\n`registration_date` is read.\n",
            "parameters": [
             {
              "$ref": "#/components/parameters/IdempotencyKey"
             },
             {
              "$ref": "#/components/parameters/IfMatch"
             },
             {
              "name": "If-None-Match",
              "in": "header",
              "description": "The customer must not exist yet.",
              "schema": {
               "type": "string",
               "const": "*"
              }
             }
            ],
            "requestBody": {
             "$ref": "#/components/requestBodies/NewCustomer"
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Changed"
             },
             "201": {
              "$ref": "#/components/responses/Created"
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "409": {
              "$ref": "#/components/responses/Conflict"
             },
             "410": {
              "$ref": "#/components/responses/Gone"
             },
             "412": {
              "$ref": "#/components/responses/PreconditionFailed"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedMediaType"
             },
             "422": {
              "$ref": "#/components/responses/KeyReused"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           },
           "patch": {
            "operationId": "patchCustomer",
            "summary": "Change some fields of a customer",
            "description": "A merge patch (RFC 7396): what is absent stays as it is, `null` takes a value away.",
            "parameters": [
             {
              "$ref": "#/components/parameters/IdempotencyKey"
             },
             {
              "$ref": "#/components/parameters/IfMatch"
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/merge-patch+json": {
               "schema": {
                "$ref": "#/components/schemas/CustomerPatch"
               }
              },
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/CustomerPatch"
               }
              }
             }
            },
            "responses": {
             "200": {
              "$ref": "#/components/responses/Changed"
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "409": {
              "$ref": "#/components/responses/Conflict"
             },
             "410": {
              "$ref": "#/components/responses/Gone"
             },
             "412": {
              "$ref": "#/components/responses/PreconditionFailed"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedMediaType"
             },
             "422": {
              "$ref": "#/components/responses/KeyReused"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           },
           "delete": {
            "operationId": "deleteCustomer",
            "summary": "Delete a customer, for good",
            "description": "The id is never used again.",
            "parameters": [
             {
              "$ref": "#/components/parameters/IdempotencyKey"
             },
             {
              "$ref": "#/components/parameters/IfMatch"
             }
            ],
            "responses": {
             "204": {
              "description": "The customer is gone.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               },
               "Idempotency-Replayed": {
                "$ref": "#/components/headers/IdempotencyReplayed"
               },
               "Idempotency-Version": {
                "$ref": "#/components/headers/IdempotencyVersion"
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "$ref": "#/components/responses/NotFound"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "409": {
              "$ref": "#/components/responses/Conflict"
             },
             "410": {
              "$ref": "#/components/responses/Gone"
             },
             "412": {
              "$ref": "#/components/responses/PreconditionFailed"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "422": {
              "$ref": "#/components/responses/KeyReused"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           }
          },
          "/api/changes": {
           "get": {
            "operationId": "listChanges",
            "summary": "What changed since a cursor",
            "description": "Every customer changed since at least once, in its latest state, oldest change first. While `more` is true go on\nat once; the last cursor is for the next poll and may repeat what was there before, so keep what is newer by\n`version`.\n",
            "parameters": [
             {
              "name": "limit",
              "in": "query",
              "description": "Changes at most.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 1000,
               "default": 1000
              }
             },
             {
              "name": "cursor",
              "in": "query",
              "description": "From the page before; without one the feed begins at the beginning, with `latest` at now: an empty page, whose\ncursor leads to all that changes from then on. The beginning is for the role `exporter`, the rest for `agent`, too.\n",
              "schema": {
               "type": "string"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "Changes in order.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/ChangePage"
                }
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "410": {
              "$ref": "#/components/responses/CursorExpired"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           }
          },
          "/api/audit": {
           "post": {
            "operationId": "reportUses",
            "summary": "Report what was done out of the server's sight",
            "description": "A server without it has no `audit` among the `capabilities` that `/api/health` tells.\n\nFor clients that hold customers already: each use of them gets a line in the server's audit log, marked as the\nclient's word. Append-only; a report that is sent again is recorded again. All of it is recorded, or none. Unlike\nelsewhere a member that is not known is refused.\n",
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "type": "array",
                "minItems": 1,
                "maxItems": 200,
                "items": {
                 "$ref": "#/components/schemas/ReportedUse"
                }
               }
              }
             }
            },
            "responses": {
             "204": {
              "description": "It is recorded.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               }
              }
             },
             "400": {
              "$ref": "#/components/responses/BadRequest"
             },
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
             },
             "403": {
              "$ref": "#/components/responses/Forbidden"
             },
             "404": {
              "description": "`not-found`: this server keeps no audit log.",
              "headers": {
               "X-Request-Id": {
                "$ref": "#/components/headers/RequestId"
               },
               "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
               },
               "X-Content-Type-Options": {
                "$ref": "#/components/headers/NoSniff"
               },
               "Vary": {
                "$ref": "#/components/headers/VaryOrigin"
               }
              },
              "content": {
               "application/problem+json": {
                "schema": {
                 "$ref": "#/components/schemas/Problem"
                }
               }
              }
             },
             "405": {
              "$ref": "#/components/responses/MethodNotAllowed"
             },
             "406": {
              "$ref": "#/components/responses/NotAcceptable"
             },
             "413": {
              "$ref": "#/components/responses/ContentTooLarge"
             },
             "415": {
              "$ref": "#/components/responses/UnsupportedMediaType"
             },
             "429": {
              "$ref": "#/components/responses/Throttled"
             },
             "500": {
              "$ref": "#/components/responses/Internal"
             },
             "503": {
              "$ref": "#/components/responses/Unavailable"
             }
            }
           }
          }
         },
         "components": {
          "securitySchemes": {
           "bearer": {
            "type": "http",
            "scheme": "bearer"
           }
          },
          "parameters": {
           "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Names this write; a repeat with the same key changes nothing.",
            "schema": {
             "type": "string",
             "format": "uuid"
            }
           },
           "IfMatch": {
            "name": "If-Match",
            "in": "header",
            "description": "The versions that the write may change.",
            "schema": {
             "$ref": "#/components/schemas/EntityTags"
            }
           }
          },
          "requestBodies": {
           "NewCustomer": {
            "required": true,
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/NewCustomer"
              }
             }
            }
           }
          },
          "headers": {
           "RequestId": {
            "description": "Finds the request in the server's log.",
            "required": true,
            "schema": {
             "type": "string",
             "minLength": 1
            }
           },
           "NoStore": {
            "required": true,
            "schema": {
             "type": "string",
             "const": "no-store"
            }
           },
           "NoSniff": {
            "required": true,
            "schema": {
             "type": "string",
             "const": "nosniff"
            }
           },
           "VaryOrigin": {
            "required": true,
            "schema": {
             "type": "string",
             "const": "Origin"
            }
           },
           "ETag": {
            "description": "The version in double quotes.",
            "required": true,
            "schema": {
             "type": "string",
             "pattern": "^\"[1-9][0-9]*\"$"
            }
           },
           "Location": {
            "required": true,
            "schema": {
             "type": "string",
             "pattern": "^/api/customers/[0-9a-f-]{36}$"
            }
           },
           "RetryAfter": {
            "description": "Seconds to wait.",
            "required": true,
            "schema": {
             "type": "string",
             "pattern": "^[0-9]+$"
            }
           },
           "RetryAfterOptional": {
            "description": "Seconds to wait, when waiting helps.",
            "schema": {
             "type": "string",
             "pattern": "^[0-9]+$"
            }
           },
           "Allow": {
            "description": "The methods that the resource takes.",
            "required": true,
            "schema": {
             "type": "string"
            }
           },
           "WWWAuthenticate": {
            "required": true,
            "schema": {
             "type": "string",
             "const": "Bearer"
            }
           },
           "IdempotencyReplayed": {
            "description": "This is the answer of an earlier request with the same key.",
            "schema": {
             "type": "string",
             "const": "true"
            }
           },
           "IdempotencyVersion": {
            "description": "The version that the earlier request made.",
            "schema": {
             "type": "string",
             "pattern": "^[1-9][0-9]*$"
            }
           }
          },
          "responses": {
           "Created": {
            "description": "The customer was made.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "ETag": {
              "$ref": "#/components/headers/ETag"
             },
             "Location": {
              "$ref": "#/components/headers/Location"
             },
             "Idempotency-Replayed": {
              "$ref": "#/components/headers/IdempotencyReplayed"
             },
             "Idempotency-Version": {
              "$ref": "#/components/headers/IdempotencyVersion"
             }
            },
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Customer"
              }
             }
            },
            "links": {
             "get": {
              "operationId": "getCustomer",
              "parameters": {
               "customer_id": "$response.body#/customer_id"
              }
             },
             "put": {
              "operationId": "putCustomer",
              "parameters": {
               "customer_id": "$response.body#/customer_id"
              }
             },
             "patch": {
              "operationId": "patchCustomer",
              "parameters": {
               "customer_id": "$response.body#/customer_id"
              }
             },
             "delete": {
              "operationId": "deleteCustomer",
              "parameters": {
               "customer_id": "$response.body#/customer_id"
              }
             }
            }
           },
           "Changed": {
            "description": "The customer was changed.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "ETag": {
              "$ref": "#/components/headers/ETag"
             },
             "Idempotency-Replayed": {
              "$ref": "#/components/headers/IdempotencyReplayed"
             },
             "Idempotency-Version": {
              "$ref": "#/components/headers/IdempotencyVersion"
             }
            },
            "content": {
             "application/json": {
              "schema": {
               "$ref": "#/components/schemas/Customer"
              }
             }
            }
           },
           "BadRequest": {
            "description": "`invalid-request`: the request is malformed. `validation`: fields break their rules, each named in `errors`.\n`bad-cursor`: the cursor is none that the API gave for this query.\n",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "Unauthenticated": {
            "description": "`unauthenticated`: who calls is not known.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "WWW-Authenticate": {
              "$ref": "#/components/headers/WWWAuthenticate"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "Forbidden": {
            "description": "`forbidden`: the caller's role may not do this; `detail` names the one that may.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "NotFound": {
            "description": "`not-found`: there never was such a customer.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "MethodNotAllowed": {
            "description": "`method-not-allowed`",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "Allow": {
              "$ref": "#/components/headers/Allow"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "NotAcceptable": {
            "description": "`not-acceptable`: the API answers in JSON.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "Conflict": {
            "description": "`email-taken`: another customer, `customer_id`, has the email. `write-in-progress`: repeat the request.\n",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "Retry-After": {
              "$ref": "#/components/headers/RetryAfterOptional"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "Gone": {
            "description": "`deleted`: the customer was deleted.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "Idempotency-Replayed": {
              "$ref": "#/components/headers/IdempotencyReplayed"
             },
             "Idempotency-Version": {
              "$ref": "#/components/headers/IdempotencyVersion"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "CursorExpired": {
            "description": "`cursor-expired`: the customers were restored since; start over without a cursor.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "PreconditionFailed": {
            "description": "`version-mismatch`: the customer is another by now, `current`.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "ContentTooLarge": {
            "description": "`content-too-large`: a body may have 65,536 bytes.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "UnsupportedMediaType": {
            "description": "`unsupported-media-type`",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "KeyReused": {
            "description": "`idempotency-key-reused`: the key belongs to a different request.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "Throttled": {
            "description": "`throttled`: try again later. That is so, too, for more than 5,000 different customers within an hour, unless the role is `exporter`.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "Retry-After": {
              "$ref": "#/components/headers/RetryAfter"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "Unavailable": {
            "description": "`unavailable`: try again later.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             },
             "Retry-After": {
              "$ref": "#/components/headers/RetryAfter"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           },
           "Internal": {
            "description": "`internal`: the request id in `instance` finds the cause in the server's log.",
            "headers": {
             "X-Request-Id": {
              "$ref": "#/components/headers/RequestId"
             },
             "Cache-Control": {
              "$ref": "#/components/headers/NoStore"
             },
             "X-Content-Type-Options": {
              "$ref": "#/components/headers/NoSniff"
             },
             "Vary": {
              "$ref": "#/components/headers/VaryOrigin"
             }
            },
            "content": {
             "application/problem+json": {
              "schema": {
               "$ref": "#/components/schemas/Problem"
              }
             }
            }
           }
          },
          "schemas": {
           "CustomerId": {
            "type": "string",
            "format": "uuid",
            "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
           },
           "Moment": {
            "description": "RFC 3339 in UTC with milliseconds.",
            "type": "string",
            "format": "date-time",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"
           },
           "EntityTags": {
            "description": "`*`, or versions in double quotes with commas between them.",
            "type": "string",
            "pattern": "^(\\*|\"[1-9][0-9]{0,8}\"(, \"[1-9][0-9]{0,8}\")*)$"
           },
           "Version": {
            "description": "From 1, one more with each change.",
            "type": "integer",
            "minimum": 1
           },
           "Customer": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "customer_id",
             "name",
             "email",
             "phone",
             "address",
             "registration_date",
             "created_at",
             "updated_at",
             "version",
             "updated_by"
            ],
            "properties": {
             "customer_id": {
              "$ref": "#/components/schemas/CustomerId"
             },
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "email": {
              "type": "string",
              "maxLength": 254,
              "pattern": "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$"
             },
             "phone": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 20,
              "pattern": "^[0-9 +().#x-]+$"
             },
             "address": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 500
             },
             "registration_date": {
              "$ref": "#/components/schemas/Moment"
             },
             "created_at": {
              "$ref": "#/components/schemas/Moment"
             },
             "updated_at": {
              "$ref": "#/components/schemas/Moment"
             },
             "version": {
              "$ref": "#/components/schemas/Version"
             },
             "updated_by": {
              "description": "Who made the last change, where callers have names.",
              "type": [
               "string",
               "null"
              ]
             }
            }
           },
           "NewCustomer": {
            "description": "Values lose white space and invisible characters at their ends and are brought into Unicode normalization form C,\nthen counted in Unicode scalars. Controls (but line breaks in an address) and text-direction controls are\nrefused. `\"\"` and `null` mean none.\n",
            "type": "object",
            "required": [
             "name",
             "email"
            ],
            "properties": {
             "name": {
              "description": "At most 400 bytes, with at least one character that can be seen.",
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "email": {
              "description": "At most 254 bytes; no other customer may have it, whatever its letter case. The address alone: `<…>`,\n`mailto:` and the like are refused, and so are characters that cannot be seen.\n",
              "type": "string",
              "maxLength": 254,
              "pattern": "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$"
             },
             "phone": {
              "description": "At most 20 digits, spaces and `+-().#x`, after cleaning: blanks, dashes and digits of every kind become those\nof ASCII, `ext. 5`, `X5` and `;ext=5` become `x5`; `tel:`, slashes and what cannot be seen go.\n",
              "type": [
               "string",
               "null"
              ]
             },
             "address": {
              "description": "At most 2,000 bytes; may hold line breaks.",
              "type": [
               "string",
               "null"
              ],
              "maxLength": 500
             },
             "registration_date": {
              "description": "For imports; the server's clock without it.",
              "type": [
               "string",
               "null"
              ],
              "format": "date-time"
             }
            },
            "example": {
             "name": "Ana Núñez",
             "email": "ana.nunez@example.com",
             "phone": "+1 555 0100",
             "address": "12 Main St\nSpringfield"
            }
           },
           "CustomerPatch": {
            "description": "The rules are those of a new customer.",
            "type": "object",
            "properties": {
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "email": {
              "type": "string",
              "maxLength": 254,
              "pattern": "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$"
             },
             "phone": {
              "type": [
               "string",
               "null"
              ]
             },
             "address": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 500
             }
            },
            "example": {
             "phone": "+1 555 0199",
             "address": null
            }
           },
           "Tombstone": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "customer_id",
             "deleted_at",
             "version"
            ],
            "properties": {
             "customer_id": {
              "$ref": "#/components/schemas/CustomerId"
             },
             "deleted_at": {
              "$ref": "#/components/schemas/Moment"
             },
             "version": {
              "$ref": "#/components/schemas/Version"
             }
            }
           },
           "ChangePage": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "changes",
             "cursor",
             "more"
            ],
            "properties": {
             "changes": {
              "type": "array",
              "maxItems": 1000,
              "items": {
               "oneOf": [
                {
                 "$ref": "#/components/schemas/Customer"
                },
                {
                 "$ref": "#/components/schemas/Tombstone"
                }
               ]
              }
             },
             "cursor": {
              "type": "string",
              "pattern": "^[A-Za-z0-9_-]+$"
             },
             "more": {
              "description": "Whether there are more changes now.",
              "type": "boolean"
             }
            }
           },
           "Health": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "status",
             "timestamp",
             "version",
             "replicate",
             "contract",
             "capabilities"
            ],
            "properties": {
             "status": {
              "type": "string",
              "const": "OK"
             },
             "timestamp": {
              "$ref": "#/components/schemas/Moment"
             },
             "version": {
              "type": "string",
              "minLength": 1
             },
             "replicate": {
              "description": "Whether the caller may keep the whole directory, as far as operator and role are concerned.",
              "type": "boolean"
             },
             "contract": {
              "description": "This document's version, major and minor; a server that does not tell speaks 1.0.",
              "type": "string",
              "pattern": "^[1-9][0-9]*\\.[0-9]+$"
             },
             "capabilities": {
              "description": "What this server can do that one of contract 1.0 cannot; there may be others than these.",
              "type": "array",
              "uniqueItems": true,
              "items": {
               "type": "string",
               "examples": [
                "whoami",
                "changes-latest",
                "roles",
                "audit"
               ]
              }
             }
            }
           },
           "Caller": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "name",
             "role",
             "may"
            ],
            "properties": {
             "name": {
              "description": "Under which changes are recorded (`updated_by`); null for a caller without one.",
              "type": [
               "string",
               "null"
              ]
             },
             "role": {
              "type": "string",
              "enum": [
               "reader",
               "agent",
               "exporter",
               "admin"
              ]
             },
             "may": {
              "description": "What the role may do.",
              "type": "array",
              "uniqueItems": true,
              "items": {
               "type": "string",
               "enum": [
                "read",
                "write",
                "follow",
                "export",
                "erase",
                "audit"
               ]
              }
             }
            }
           },
           "ReportedUse": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "what",
             "when"
            ],
            "properties": {
             "what": {
              "description": "`reveal`: hidden values were shown. `export`: customers were written to a file or a pipe. `copy`: a value was\nhanded to the clipboard. `offline-read`: customers were read from the client's own copy.\n",
              "type": "string",
              "enum": [
               "reveal",
               "export",
               "copy",
               "offline-read"
              ]
             },
             "when": {
              "description": "By the client's clock, RFC 3339.",
              "type": "string",
              "format": "date-time"
             },
             "customer_id": {
              "description": "Whom it was about, where it was one.",
              "type": [
               "string",
               "null"
              ],
              "format": "uuid"
             },
             "count": {
              "description": "How many it was about.",
              "type": [
               "integer",
               "null"
              ],
              "minimum": 0,
              "maximum": 1000000000
             },
             "ssh_connection": {
              "description": "sshd's `SSH_CONNECTION`, where the person came over SSH.",
              "type": [
               "string",
               "null"
              ],
              "pattern": "^[ -~]{1,128}$"
             }
            }
           },
           "Problem": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "type",
             "title",
             "status",
             "detail",
             "error",
             "instance"
            ],
            "properties": {
             "type": {
              "type": "string",
              "enum": [
               "urn:customers:problem:invalid-request",
               "urn:customers:problem:validation",
               "urn:customers:problem:bad-cursor",
               "urn:customers:problem:unauthenticated",
               "urn:customers:problem:forbidden",
               "urn:customers:problem:not-found",
               "urn:customers:problem:method-not-allowed",
               "urn:customers:problem:not-acceptable",
               "urn:customers:problem:email-taken",
               "urn:customers:problem:write-in-progress",
               "urn:customers:problem:deleted",
               "urn:customers:problem:cursor-expired",
               "urn:customers:problem:version-mismatch",
               "urn:customers:problem:content-too-large",
               "urn:customers:problem:unsupported-media-type",
               "urn:customers:problem:idempotency-key-reused",
               "urn:customers:problem:throttled",
               "urn:customers:problem:unavailable",
               "urn:customers:problem:internal"
              ]
             },
             "title": {
              "type": "string",
              "minLength": 1
             },
             "status": {
              "type": "integer",
              "minimum": 400,
              "maximum": 599
             },
             "detail": {
              "description": "What happened and what to do.",
              "type": "string",
              "minLength": 1
             },
             "error": {
              "description": "The same as detail, for older clients.",
              "type": "string",
              "minLength": 1
             },
             "instance": {
              "description": "The request's id.",
              "type": "string",
              "minLength": 1
             },
             "errors": {
              "description": "The fields that break a rule, with the type `validation`.",
              "type": "array",
              "minItems": 1,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "field",
                "code",
                "message"
               ],
               "properties": {
                "field": {
                 "type": "string",
                 "enum": [
                  "name",
                  "email",
                  "phone",
                  "address",
                  "registration_date"
                 ]
                },
                "code": {
                 "type": "string",
                 "enum": [
                  "required",
                  "type",
                  "too-long",
                  "format",
                  "character"
                 ]
                },
                "message": {
                 "type": "string",
                 "minLength": 1
                }
               }
              }
             },
             "customer_id": {
              "description": "Who has the email, with the type `email-taken`.",
              "$ref": "#/components/schemas/CustomerId"
             },
             "current": {
              "description": "The customer as it is now, with the type `version-mismatch`.",
              "$ref": "#/components/schemas/Customer"
             }
            }
           }
          }
         }
        }
        """##
}
