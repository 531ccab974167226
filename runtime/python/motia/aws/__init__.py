"""All calls to AWS go through here: five services, signed and sent without boto3.

Importing boto3 takes some 130 ms of a cold start and its clients as much again; these few calls need neither
(``npm run bench -- python`` has the numbers). Authors may use boto3 in their handlers as ever.
"""

from .call import call_json, call_query, call_rest

__all__ = ["call_json", "call_query", "call_rest"]
