/// The API's description in OpenAPI 3.1.
///
/// Written by Assets/contract/write-swift from Assets/contract/openapi.yaml: change that and run it again. Lambda's
/// bootstrap is one file, so the document is part of the program.
enum OpenAPIDocument {
    /// Of the YAML that this was made from; a test compares.
    static let sourceSHA256 = "298cf597edc01a42f6292db6a2d1619f36c41171f2d003557b55d4b4da24344f"

    static let json = ##"""
        {
         "openapi": "3.1.0",
         "info": {
          "title": "Customers",
          "version": "2.2.0",
          "summary": "Customer records, kept by the people who serve the customers.",
          "description": "Every failure is a problem (RFC 9457) in `application/problem+json`; programs decide by its `type`.\n\nWrites may carry `Idempotency-Key`: a repeat changes nothing and gets the first answer's status with the current\nbody. `If-Match` makes a write conditional on the version that the writer saw.\n\nWhat somebody may do depends on their role: `reader` reads; `agent` also writes, and follows the change feed from now on;\n`exporter` also reads the feed from its beginning, and as many customers as there are; `admin` may do everything, and\nerase. Who may not do something gets 403 `forbidden`, which names the role that it takes.\n\nHEAD works wherever GET does. Unknown members of a body are ignored.\n\nVersion 2 adds `company` and `tags`, and lets `email` be missing where there is a `phone`: it is an empty text then,\nnever null, for clients of version 1. `capabilities` in `/api/health` tells which of these a server has.\n\nVersion 2.1 adds filters in `search`, and orders by the last change and the registration.\n\nVersion 2.2 adds the timeline with its notes and the record as it was (`timeline` among the `capabilities`), the trash\nand restoring (`trash`), erasing (`erasures`), and who may be the same person (`duplicates`). A server without them answers 404.\n"
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
              "description": "By name, by the last change or by the registration, with `-` against that order. All but the names need a server\nthat has `orders` among its `capabilities`; another one answers 400. A search by words has an order of the\nserver's own unless one of the moments is given.\n",
              "schema": {
               "type": "string",
               "enum": [
                "name",
                "-name",
                "changed",
                "-changed",
                "registered",
                "-registered"
               ],
               "default": "name"
              }
             },
             {
              "name": "search",
              "in": "query",
              "description": "Every word must begin a word of the name, the email or its domain, the company or a tag, whatever its case and\naccents. Three or more digits with nothing but phone characters around them must end the phone's digits, or\nbegin a word; six or more also find a number that differs in its country code or leading zero. Six or more\ndigits of an id begin it. Of a line with an address in it, the address counts. Marks alone, as in `&`, find\nnobody; a blank search is none. Words alone have 300 characters at most. Where the server has `address-search`\namong its `capabilities`, words may begin words of the address, too, and three to six digits beside words end the\nphone's digits.\n\nBeside words, where the server has `filters` among its `capabilities`: `name:`, `email:`, `phone:`, `address:` and\n`company:` with the beginning of a word of that field; `tag:` with a whole tag; `domain:` of the email, or what\nit ends with; `by:` who made the last change; `has:` a field that has a value; `changed:` and `registered:` with\n`today`, `yesterday`, `7d`, `2w`, `2024`, `2024-03`, `2024-03-01` or an RFC 3339 date-time, with `>`, `>=`, `<` or\n`<=` before it, or two of them with `..` between (a day, month or year behind it is included, a moment is not).\nDays are of UTC. `\"two words\"` stand together, `-` before anything rules it out, and `OR` or `|` between two\nhas either; it binds closer than the blank. Up to 20 such parts. What makes no sense is refused with its place;\nan unknown `word:` is a word.\n",
              "schema": {
               "type": "string",
               "maxLength": 2000
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
          "/api/similar": {
           "get": {
            "operationId": "similarCustomers",
            "summary": "Customers with words like those that find nobody",
            "description": "For what was typed with a mistake, or from the middle of a word. A server that cannot say has no `similar` among the\n`capabilities` that `/api/health` tells, and answers 404. One search is answered at a time, and others get 503.\n",
            "parameters": [
             {
              "name": "term",
              "in": "query",
              "required": true,
              "description": "Each of its words is met by a word that begins so, that it is a part of, or, from four letters on, that begins so\nbut for one letter too many, too few or another, or two that changed places. Numbers and ids are like nothing.\n",
              "schema": {
               "type": "string",
               "maxLength": 300
              }
             }
            ],
            "responses": {
             "200": {
              "description": "Some customers, in no order; nobody more follows.",
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
                 "type": "array",
                 "maxItems": 50,
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
             "404": {
              "$ref": "#/components/responses/NotFound"
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
           }
          },
          "/api/customers/{customer_id}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
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
            "description": "Replaces every field, but `company` and `tags`, which a client of version 1 does not know, and `email`, which it\nnever leaves out, stay as they are when they are left out; `null` or `\"\"` takes them away. With `If-None-Match: *` it makes the customer instead, and only then\n`registration_date` is read.\n",
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
            "summary": "Delete a customer",
            "description": "The email is free at once, and the id is never used again. Until the `restorable_until` that a request for the\ncustomer is answered with, they lie in the trash and can be restored, where the server keeps one.\n",
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
          "/api/customers/{customer_id}/timeline": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            }
           ],
           "get": {
            "operationId": "getTimeline",
            "summary": "Who did what with a customer, and what was said of them",
            "description": "The newest entry first, numbered from 1 without a gap. Somebody from before there were timelines begins with\n`baseline`, the values that they had when the first entry was written; one whom nobody has touched since has none.\nSomebody in the trash has theirs until nobody can be restored from it any more.\n",
            "parameters": [
             {
              "name": "limit",
              "in": "query",
              "description": "Entries at most.",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 200,
               "default": 20
              }
             },
             {
              "name": "cursor",
              "in": "query",
              "description": "From the page before; good for this customer's timeline only.",
              "schema": {
               "type": "string"
              }
             },
             {
              "name": "If-None-Match",
              "in": "header",
              "description": "The tags of what the caller has of the same page.",
              "schema": {
               "type": "string",
               "pattern": "^(\\*|\"[!#-~]*\"(, \"[!#-~]*\")*)$"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "Entries in order.",
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
                "$ref": "#/components/headers/TimelineTag"
               }
              },
              "content": {
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/TimelinePage"
                }
               }
              }
             },
             "304": {
              "description": "What the caller has of the page is the newest.",
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
                "$ref": "#/components/headers/TimelineTag"
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
           }
          },
          "/api/customers/{customer_id}/notes": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            }
           ],
           "post": {
            "operationId": "addNote",
            "summary": "Say something of a customer",
            "description": "The customer's version stays as it is, so that a note is in nobody's way. It is remembered for good under which\n`Idempotency-Key` it was written.\n",
            "parameters": [
             {
              "$ref": "#/components/parameters/IdempotencyKey"
             }
            ],
            "requestBody": {
             "required": true,
             "content": {
              "application/json": {
               "schema": {
                "$ref": "#/components/schemas/NewNote"
               }
              }
             }
            },
            "responses": {
             "201": {
              "description": "The note as the timeline has it; of a repeat as it is now.",
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
               "application/json": {
                "schema": {
                 "$ref": "#/components/schemas/TimelineEntry"
                }
               }
              },
              "links": {
               "retract": {
                "operationId": "retractNote",
                "parameters": {
                 "customer_id": "$request.path.customer_id",
                 "seq": "$response.body#/seq"
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
          "/api/customers/{customer_id}/notes/{seq}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            },
            {
             "name": "seq",
             "in": "path",
             "required": true,
             "description": "The number of the note in the timeline.",
             "schema": {
              "$ref": "#/components/schemas/Version"
             }
            }
           ],
           "delete": {
            "operationId": "retractNote",
            "summary": "Take back what one has said",
            "description": "The entry stays, with the kind `retracted`, and its text goes. What others have said the role `admin` may take back.\n",
            "responses": {
             "204": {
              "description": "It is taken back, now or before.",
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
             "403": {
              "description": "`forbidden`: the note is somebody else's, or the caller's role may not write.",
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
             "404": {
              "description": "`not-found`: there never was such a customer, or the timeline has no note with this number.",
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
             "401": {
              "$ref": "#/components/responses/Unauthenticated"
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
          "/api/customers/{customer_id}/versions/{version}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            },
            {
             "name": "version",
             "in": "path",
             "required": true,
             "schema": {
              "$ref": "#/components/schemas/Version"
             }
            }
           ],
           "get": {
            "operationId": "getVersion",
            "summary": "A customer as they were",
            "description": "Without an entity tag, for nothing can be changed in it.",
            "responses": {
             "200": {
              "description": "The customer as that version was.",
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
                 "$ref": "#/components/schemas/Customer"
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
             "404": {
              "$ref": "#/components/responses/NotRecorded"
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
           }
          },
          "/api/customers/{customer_id}/at/{time}": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            },
            {
             "name": "time",
             "in": "path",
             "required": true,
             "description": "RFC 3339, to the millisecond; the moment beside a version is the first at which it was so.",
             "schema": {
              "type": "string",
              "format": "date-time"
             }
            }
           ],
           "get": {
            "operationId": "getCustomerAt",
            "summary": "A customer as they were at a time",
            "responses": {
             "200": {
              "description": "The customer as they were then, with the version that they had.",
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
                 "$ref": "#/components/schemas/Customer"
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
             "404": {
              "$ref": "#/components/responses/NotRecorded"
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
           }
          },
          "/api/customers/{customer_id}/restore": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            }
           ],
           "post": {
            "operationId": "restoreCustomer",
            "summary": "Take a deletion back",
            "description": "The same id, timeline and registration, with the next version. Somebody who is there is answered as they are. A\ncustomer who is no more in the trash, or was erased, is gone for good.\n",
            "parameters": [
             {
              "$ref": "#/components/parameters/IdempotencyKey"
             }
            ],
            "requestBody": {
             "$ref": "#/components/requestBodies/Empty"
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
          "/api/customers/{customer_id}/erase": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            }
           ],
           "post": {
            "operationId": "eraseCustomer",
            "summary": "Erase all that is kept about a customer",
            "description": "The record, what lies in the trash, the timeline with its notes. The id stays, with a version and times, so that it is\nnever used again; the change feed and `/api/erasures` name it, for clients to erase what they have. For the role\n`admin`. Who was erased already stays so.\n",
            "requestBody": {
             "$ref": "#/components/requestBodies/Empty"
            },
            "responses": {
             "204": {
              "description": "Nothing of the customer is kept any more.",
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
          },
          "/api/customers/{customer_id}/duplicates": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            }
           ],
           "get": {
            "operationId": "listDuplicates",
            "summary": "Who may be the same person",
            "description": "By the digits of the phone, seven and more; by the email but for dots and what stands behind a plus, where the store\ncan tell; by the name with the company, the domain or the beginning of the address. Nobody of whom it was said that they are\nnot the same. Nothing is ever merged by itself.\n",
            "responses": {
             "200": {
              "description": "Some customers, the most telling reasons first; nobody more follows.",
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
                 "$ref": "#/components/schemas/Duplicates"
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
           }
          },
          "/api/customers/{customer_id}/dismissals": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            }
           ],
           "get": {
            "operationId": "listDismissals",
            "summary": "Of whom it was said that they are not the same person",
            "description": "Also for somebody who can be restored.",
            "responses": {
             "200": {
              "description": "Their ids, in order.",
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
                 "$ref": "#/components/schemas/Dismissals"
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
           }
          },
          "/api/customers/{customer_id}/duplicates/{other}/dismiss": {
           "parameters": [
            {
             "$ref": "#/components/parameters/CustomerId"
            },
            {
             "name": "other",
             "in": "path",
             "required": true,
             "description": "Whom the customer is not. It does not matter which of the two stands where.",
             "schema": {
              "type": "string",
              "format": "uuid"
             }
            }
           ],
           "post": {
            "operationId": "dismissDuplicate",
            "summary": "Say that two customers are not the same person",
            "requestBody": {
             "$ref": "#/components/requestBodies/Empty"
            },
            "responses": {
             "204": {
              "description": "It is remembered.",
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
          },
          "/api/trash": {
           "get": {
            "operationId": "listTrash",
            "summary": "Who was deleted and can be restored",
            "description": "The last deleted first. A page may be short or empty and still have a next one: only a `cursor` that is null is the\nend.\n",
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
              "description": "From the page before.",
              "schema": {
               "type": "string"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "Customers as they were, and until when they can be restored.",
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
                 "$ref": "#/components/schemas/TrashPage"
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
             },
             {
              "name": "wait",
              "in": "query",
              "description": "For so many seconds at most an answer without a change is held back until there is one, by a server with the\ncapability `long-poll`; it may come empty earlier. Others answer at once, and so does `latest`.\n",
              "schema": {
               "type": "integer",
               "minimum": 1,
               "maximum": 25
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
          "/api/erasures": {
           "get": {
            "operationId": "listErasures",
            "summary": "Whose records were erased",
            "description": "Ids and times, oldest first, for every role: who keeps anything of these customers erases it. While `more` is true go\non at once; the last cursor is for the next look and may repeat what was there before.\n",
            "parameters": [
             {
              "name": "limit",
              "in": "query",
              "description": "Erasures at most.",
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
              "description": "From the page before; without one they begin at the first there is.",
              "schema": {
               "type": "string"
              }
             }
            ],
            "responses": {
             "200": {
              "description": "Erasures in order.",
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
                 "$ref": "#/components/schemas/ErasurePage"
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
           "CustomerId": {
            "name": "customer_id",
            "in": "path",
            "required": true,
            "schema": {
             "type": "string",
             "format": "uuid"
            }
           },
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
           },
           "Empty": {
            "description": "Nothing that is in it is read. That it is said to be JSON is asked for: a page of another origin cannot say so\nwithout asking the server first.\n",
            "required": true,
            "content": {
             "application/json": {
              "schema": {
               "type": "object"
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
           "TimelineTag": {
            "description": "Another one for every other page of entries.",
            "required": true,
            "schema": {
             "type": "string",
             "pattern": "^\"t[0-9a-f]{16}\"$"
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
             },
             "note": {
              "operationId": "addNote",
              "parameters": {
               "customer_id": "$response.body#/customer_id"
              }
             },
             "timeline": {
              "operationId": "getTimeline",
              "parameters": {
               "customer_id": "$response.body#/customer_id"
              }
             },
             "version": {
              "operationId": "getVersion",
              "parameters": {
               "customer_id": "$response.body#/customer_id",
               "version": "$response.body#/version"
              }
             },
             "duplicates": {
              "operationId": "listDuplicates",
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
           "NotRecorded": {
            "description": "`not-recorded`: what the customer was then was never recorded, or is older than values are kept, or they were\ndeleted then. `not-found`: there never was such a customer.\n",
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
            "description": "`deleted`: the customer was deleted, and can be restored until `restorable_until`, where that stands there.\n",
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
             "company",
             "tags",
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
              "description": "Empty for who has only a phone.",
              "type": "string",
              "maxLength": 254,
              "pattern": "^([^\\s@]+@[^\\s@]+\\.[^\\s@]+)?$"
             },
             "phone": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 32,
              "pattern": "^[0-9 +().#x-]+$"
             },
             "address": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 500
             },
             "company": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 100
             },
             "tags": {
              "description": "In the order of their bytes; empty for none.",
              "type": "array",
              "maxItems": 20,
              "uniqueItems": true,
              "items": {
               "type": "string",
               "minLength": 1,
               "maxLength": 30
              }
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
             "name"
            ],
            "anyOf": [
             {
              "required": [
               "email"
              ],
              "properties": {
               "email": {
                "type": "string",
                "minLength": 1
               }
              }
             },
             {
              "required": [
               "phone"
              ],
              "properties": {
               "phone": {
                "type": "string",
                "minLength": 1
               }
              }
             }
            ],
            "properties": {
             "name": {
              "description": "At most 400 bytes, with at least one character that can be seen.",
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "email": {
              "description": "At most 254 bytes; no other customer may have it, whatever its letter case. The address alone: `<…>`,\n`mailto:` and the like are refused, and so are characters that cannot be seen. Required without a phone.\n",
              "type": [
               "string",
               "null"
              ],
              "maxLength": 254,
              "pattern": "^([^\\s@]+@[^\\s@]+\\.[^\\s@]+)?$"
             },
             "phone": {
              "description": "At most 32 digits, spaces and `+-().#x`, after cleaning: blanks, dashes and digits of every kind become those\nof ASCII, `ext. 5`, `X5` and `;ext=5` become `x5`; `tel:`, slashes and what cannot be seen go. Required\nwithout an email.\n",
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
             "company": {
              "description": "At most 400 bytes.",
              "type": [
               "string",
               "null"
              ],
              "maxLength": 100
             },
             "tags": {
              "description": "Words of 1 to 30 letters, digits and `-_.`, which are brought into lower case; their order does not count, and\nthe same word counts once. `null` and `[]` mean none.\n",
              "type": [
               "array",
               "null"
              ],
              "maxItems": 20,
              "items": {
               "type": "string",
               "minLength": 1
              }
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
            "description": "The rules are those of a new customer. `tags` are replaced as a whole. Of `email` and `phone` the last cannot be\ntaken away.\n",
            "type": "object",
            "properties": {
             "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100
             },
             "email": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 254,
              "pattern": "^([^\\s@]+@[^\\s@]+\\.[^\\s@]+)?$"
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
             },
             "company": {
              "type": [
               "string",
               "null"
              ],
              "maxLength": 100
             },
             "tags": {
              "type": [
               "array",
               "null"
              ],
              "maxItems": 20,
              "items": {
               "type": "string",
               "minLength": 1
              }
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
             },
             "erased_at": {
              "description": "When all that was kept of the customer was erased, where it was.",
              "$ref": "#/components/schemas/Moment"
             }
            }
           },
           "NewNote": {
            "type": "object",
            "required": [
             "text"
            ],
            "properties": {
             "text": {
              "description": "1 to 2,000 characters, 8,000 bytes at most, after cleaning as of values of fields; may hold line breaks.\n",
              "type": "string",
              "minLength": 1,
              "maxLength": 2000
             }
            },
            "example": {
             "text": "Called about the invoice of March."
            }
           },
           "TimelineEntry": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "seq",
             "at",
             "by",
             "kind",
             "version",
             "changes",
             "note",
             "via"
            ],
            "properties": {
             "seq": {
              "description": "From 1, without a gap.",
              "type": "integer",
              "minimum": 1
             },
             "at": {
              "$ref": "#/components/schemas/Moment"
             },
             "by": {
              "description": "Who it was, where callers have names.",
              "type": [
               "string",
               "null"
              ]
             },
             "kind": {
              "description": "There may be others than these in later versions.",
              "type": "string",
              "examples": [
               "baseline",
               "created",
               "changed",
               "note",
               "deleted",
               "restored",
               "retracted"
              ]
             },
             "version": {
              "description": "That was made; of a note the one that there was.",
              "$ref": "#/components/schemas/Version"
             },
             "changes": {
              "description": "The fields that are others by it, with what they were and what they are.",
              "type": "object",
              "additionalProperties": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "from",
                "to"
               ],
               "properties": {
                "from": {
                 "type": [
                  "string",
                  "array",
                  "null"
                 ],
                 "items": {
                  "type": "string"
                 }
                },
                "to": {
                 "type": [
                  "string",
                  "array",
                  "null"
                 ],
                 "items": {
                  "type": "string"
                 }
                }
               }
              }
             },
             "note": {
              "description": "What was said.",
              "type": [
               "string",
               "null"
              ]
             },
             "via": {
              "description": "The program that asked, as it names itself first in `User-Agent`.",
              "type": [
               "string",
               "null"
              ],
              "pattern": "^[!-~]{1,60}$"
             },
             "trimmed": {
              "description": "The values are gone, because they are older than the operator keeps them.",
              "type": "boolean",
              "const": true
             }
            }
           },
           "TimelinePage": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "entries",
             "cursor"
            ],
            "properties": {
             "entries": {
              "type": "array",
              "maxItems": 200,
              "items": {
               "$ref": "#/components/schemas/TimelineEntry"
              }
             },
             "cursor": {
              "description": "Where the next page begins; null at the end, and only there.",
              "type": [
               "string",
               "null"
              ],
              "pattern": "^[A-Za-z0-9_-]+$"
             }
            }
           },
           "TrashPage": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "customers",
             "cursor"
            ],
            "properties": {
             "customers": {
              "type": "array",
              "maxItems": 1000,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "customer_id",
                "name",
                "email",
                "phone",
                "address",
                "company",
                "tags",
                "registration_date",
                "created_at",
                "updated_at",
                "version",
                "updated_by",
                "deleted_at",
                "deleted_by",
                "restorable_until"
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
                 "description": "Empty for who has only a phone.",
                 "type": "string",
                 "maxLength": 254,
                 "pattern": "^([^\\s@]+@[^\\s@]+\\.[^\\s@]+)?$"
                },
                "phone": {
                 "type": [
                  "string",
                  "null"
                 ],
                 "maxLength": 32,
                 "pattern": "^[0-9 +().#x-]+$"
                },
                "address": {
                 "type": [
                  "string",
                  "null"
                 ],
                 "maxLength": 500
                },
                "company": {
                 "type": [
                  "string",
                  "null"
                 ],
                 "maxLength": 100
                },
                "tags": {
                 "description": "In the order of their bytes; empty for none.",
                 "type": "array",
                 "maxItems": 20,
                 "uniqueItems": true,
                 "items": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 30
                 }
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
                },
                "deleted_at": {
                 "$ref": "#/components/schemas/Moment"
                },
                "deleted_by": {
                 "description": "Who deleted them, where callers have names.",
                 "type": [
                  "string",
                  "null"
                 ]
                },
                "restorable_until": {
                 "$ref": "#/components/schemas/Moment"
                }
               }
              }
             },
             "cursor": {
              "description": "Where the next page begins; null at the end, and only there.",
              "type": [
               "string",
               "null"
              ],
              "pattern": "^[A-Za-z0-9_-]+$"
             }
            }
           },
           "ErasurePage": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "erasures",
             "cursor",
             "more"
            ],
            "properties": {
             "erasures": {
              "type": "array",
              "maxItems": 1000,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "customer_id",
                "erased_at"
               ],
               "properties": {
                "customer_id": {
                 "$ref": "#/components/schemas/CustomerId"
                },
                "erased_at": {
                 "$ref": "#/components/schemas/Moment"
                }
               }
              }
             },
             "cursor": {
              "type": "string",
              "pattern": "^[A-Za-z0-9_-]+$"
             },
             "more": {
              "description": "Whether there are more erasures now.",
              "type": "boolean"
             }
            }
           },
           "Duplicates": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "duplicates"
            ],
            "properties": {
             "duplicates": {
              "type": "array",
              "maxItems": 20,
              "items": {
               "type": "object",
               "additionalProperties": false,
               "required": [
                "reason",
                "customer"
               ],
               "properties": {
                "reason": {
                 "description": "There may be others than these in later versions.",
                 "type": "string",
                 "examples": [
                  "phone",
                  "email",
                  "name"
                 ]
                },
                "customer": {
                 "$ref": "#/components/schemas/Customer"
                }
               }
              }
             }
            }
           },
           "Dismissals": {
            "type": "object",
            "additionalProperties": false,
            "required": [
             "dismissals"
            ],
            "properties": {
             "dismissals": {
              "type": "array",
              "items": {
               "$ref": "#/components/schemas/CustomerId"
              }
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
              "description": "What this server can do that one of contract 1.0 cannot; there may be others than these. `company` and `tags`:\ncustomers have such a member. `optional-email`: who has a phone needs no email. `similar`: see `/api/similar`.\n`long-poll`: `wait` on the change feed holds an answer back until something changes; without it ask every 20\nseconds at most. `filters`: `search` takes them. `orders`: `sort` takes other than names. `timeline`: customers\nhave a timeline, notes and past versions. `trash`: who is deleted can be restored for as long as the operator\nsays; a server that keeps nobody has it not. `duplicates`: who may be the same person. `erasures`: customers\ncan be erased, and who was is named for good.\n",
              "type": "array",
              "uniqueItems": true,
              "items": {
               "type": "string",
               "examples": [
                "whoami",
                "changes-latest",
                "roles",
                "audit",
                "company",
                "tags",
                "optional-email",
                "similar",
                "long-poll",
                "filters",
                "orders",
                "timeline",
                "trash",
                "duplicates",
                "erasures"
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
               "urn:customers:problem:not-recorded",
               "urn:customers:problem:method-not-allowed",
               "urn:customers:problem:not-acceptable",
               "urn:customers:problem:email-taken",
               "urn:customers:problem:write-in-progress",
               "urn:customers:problem:deleted",
               "urn:customers:problem:cursor-expired",
               "urn:customers:problem:version-mismatch",
               "urn:customers:problem:content-too-large",
               "urn:customers:problem:unsupported-media-type",
               "urn:customers:problem:expectation-failed",
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
              "description": "The fields, or the text of a note, that break a rule, with the type `validation`.",
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
                  "company",
                  "tags",
                  "registration_date",
                  "text"
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
             },
             "restorable_until": {
              "description": "Until when the customer can be restored, with the type `deleted`.",
              "$ref": "#/components/schemas/Moment"
             }
            }
           }
          }
         }
        }
        """##
}
