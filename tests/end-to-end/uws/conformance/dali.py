"""DALI 1.1 and VOSI 1.1 beside a job list whose URL ends in /async; passed over for others."""
import xml.etree.ElementTree as ElementTree

from .service import Failure, check, expect

VOSI = "{http://www.ivoa.net/xml/VOSI%s/v1.0}%s"


class NotOffered(Exception):
    """The check is of something that this service need not have."""


def base(service):
    if not service.url.endswith("/async"):
        raise NotOffered("the job list is not a DALI-async resource")
    return service.url.removesuffix("/async")


def follow(service, answer):
    for _ in range(20):
        if answer.status != 303:
            return answer
        answer = service.get(answer.see_other())
    raise Failure("redirects without end")


@check("DALI 2.1", "The job list is at async; parameters are posted to .../parameters, not to the job")
def strict_parameters(service):
    base(service)
    url = service.create(service.quick)
    expect(service.post(url, **service.quick).status == 403, "parameters are taken at the job's own URL")


@check("DALI 2.2", "sync runs the job in one request, by GET and by POST")
def sync(service):
    url = base(service) + "/sync"
    for answer in (service.post(url, **service.quick), service.get(url, **service.quick)):
        expect(follow(service, answer).status == 200, "the result of a synchronous job is not there")


@check("DALI 2.2", "A synchronous job that fails is an error with a message")
def sync_error(service):
    answer = follow(service, service.post(base(service) + "/sync", **service.failing))
    expect(400 <= answer.status < 600 and answer.body, f"it answers {answer.status}")


@check("DALI 2.4", "availability says whether work is taken")
def availability(service):
    tree = ElementTree.fromstring(service.get(base(service) + "/availability").body)
    expect(tree.tag == VOSI % ("Availability", "availability"), f"its root is {tree.tag}")
    expect(tree[0].text in ("true", "false"), f"available is {tree[0].text!r}")


@check("DALI 2.5", "capabilities names itself and the job list, with URLs that work")
def capabilities(service):
    answer = service.get(base(service) + "/capabilities")
    tree = ElementTree.fromstring(answer.body)
    expect(tree.tag == VOSI % ("Capabilities", "capabilities"), f"its root is {tree.tag}")
    found = {c.get("standardID"): c.findtext("interface/accessURL") for c in tree}
    for standard in ("ivo://ivoa.net/std/VOSI#capabilities", "ivo://ivoa.net/std/UWS#rest-1.1"):
        expect(standard in found, f"{standard} is missing")
        expect(service.get(found[standard]).status == 200, f"{found[standard]} does not answer")


@check("DALI 3.4", "REQUEST, LANG, RESPONSEFORMAT, MAXREC are accepted in any case")
def standard_parameters(service):
    base(service)
    service.create(service.quick, request="doQuery", Lang="ADQL", RESPONSEFORMAT="votable", MAXREC="10")


@check("DALI 3.1", "Names of parameters are read in any case; a single value given twice is an error")
def names(service):
    base(service)
    url = service.create({name.swapcase(): value for name, value in service.quick.items()}, phase="RUN", RunId="x")
    expect(service.wait(url, None).phase == "COMPLETED", "lower and upper case make a difference")
    body = "RUNID=a&RUNID=b"
    answer = service.request("POST", service.url, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    expect(answer.status == 400, f"RUNID given twice answers {answer.status}")


@check("DALI 4.2", "The error resource is there if the job failed, and only then")
def error_resource(service):
    base(service)
    failed, pending = service.create(service.failing, PHASE="RUN"), service.create(service.quick)
    service.wait(failed, "ERROR")
    expect(service.get(failed + "/error").status == 200, "the error of a failed job is missing")
    expect(service.get(pending + "/error").status == 404, "a job that has not failed has an error")
