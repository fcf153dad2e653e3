"""UWS 1.1, sections 2.1 and 2.2.2: the objects and how they are written."""
import time

from .service import INSTANT, PHASES, UWS, XLINK, check, expect, job_id

ORDER = ["jobId", "runId", "ownerId", "phase", "quote", "creationTime", "startTime", "endTime", "executionDuration", "destruction",
         "parameters", "results", "errorSummary", "jobInfo"]


@check("2.1.1", "The job list may be read, and is not nested")
def the_list(service):
    tree = service.get(service.url).xml("jobs")
    expect(all(child.tag == UWS + "jobref" for child in tree), "a child of uws:jobs is no uws:jobref")


@check("2.1.2", "A job has at most one of each of its parts, in the schema's order")
def one_of_each(service):
    for form in (service.quick, service.failing):
        url = service.create(form, PHASE="RUN", RUNID="order")
        names = [child.tag.removeprefix(UWS) for child in service.wait(url, None).tree]
        expect(len(names) == len(set(names)), f"an element comes twice: {names}")
        expect(names == [name for name in ORDER if name in names], f"elements are out of order: {names}")
        for needed in ("jobId", "ownerId", "phase", "creationTime", "startTime", "endTime", "executionDuration", "destruction", "results"):
            expect(needed in names, f"{needed} is missing")


@check("2.1.3", "The phase of a new job is PENDING; a committed job goes on to QUEUED, EXECUTING, COMPLETED")
def phases(service):
    url = service.create(service.quick)
    expect(service.job(url).phase == "PENDING", "a new job is not PENDING")
    service.post(url + "/phase", PHASE="RUN").see_other()
    seen = service.job(url).phase
    expect(seen in ("QUEUED", "EXECUTING", "COMPLETED"), f"after RUN the job is {seen}")
    expect(service.wait(url, None).phase == "COMPLETED", "the quick job does not complete")


@check("2.1.3", "A job that fails ends in ERROR, and its document is an ordinary answer")
def errors(service):
    url = service.create(service.failing, PHASE="RUN")
    job = service.wait(url, None)
    expect(job.phase == "ERROR", f"the failing job is {job.phase}")
    expect(service.get(url + "/phase").status == 200, "the phase of a failed job is no 200")


@check("2.1.3", "PENDING cannot be had back: a job that has ended cannot be run")
def no_way_back(service):
    url = service.create(service.quick, PHASE="RUN")
    service.wait(url, "COMPLETED")
    expect(service.post(url + "/phase", PHASE="RUN").status == 403, "a completed job can be run once more")
    expect(service.job(url).phase == "COMPLETED", "the refused RUN has changed the phase")


@check("2.1.4", "The execution duration is given in seconds; the job is aborted when it is exceeded")
def duration(service):
    url = service.create(service.long, EXECUTIONDURATION="1", PHASE="RUN")
    expect(service.job(url).text("executionDuration") == "1", "the duration asked for at creation is not the job's")
    job = service.wait(url, None)
    expect(job.phase == "ABORTED", f"a job beyond its duration is {job.phase}")


@check("2.1.5", "The destruction time is an absolute time; at it the job is destroyed")
def destruction(service):
    url = service.create(service.quick)
    text = service.job(url).text("destruction")
    expect(not text or INSTANT.match(text), f"destruction is {text!r}")
    service.post(url + "/destruction", DESTRUCTION="2001-01-01T00:00:00Z")
    end = time.monotonic() + service.patience
    while time.monotonic() < end:
        answer = service.get(url)
        if answer.status == 404 or b"ARCHIVED" in answer.body:
            return
        time.sleep(0.1)
    expect(False, "the job is still there after its destruction time")


@check("2.1.6", "The quote is a time or unknown, and the resource says the same as the document")
def quote(service):
    url = service.create(service.quick)
    job, text = service.job(url), service.get(url + "/quote").text
    expect((job.text("quote") or "") == text, f"quote is {text!r} and {job.text('quote')!r}")
    expect(text == "" or INSTANT.match(text), f"quote is {text!r}, no instant")


@check("2.1.7", "A failed job has an error summary with type and message")
def error_summary(service):
    url = service.create(service.failing, PHASE="RUN")
    service.wait(url, "ERROR")
    summary = service.job(url).tree.find(UWS + "errorSummary")
    expect(summary is not None, "errorSummary is missing")
    expect(summary.get("type") in ("transient", "fatal"), f"its type is {summary.get('type')}")
    expect(summary.get("hasDetail") in ("true", "false"), f"hasDetail is {summary.get('hasDetail')}")
    expect(summary.findtext(UWS + "message"), "its message is empty")
    if summary.get("hasDetail") == "true":
        expect(service.get(url + "/error").status == 200, "the error resource is not there")


@check("2.1.8", "The owner is the creator, or nil if there is none")
def owner(service):
    url = service.create(service.quick)
    job = service.job(url)
    expect(job.is_nil("ownerId") or job.text("ownerId"), "ownerId is neither nil nor a name")


@check("2.1.9", "The run id is returned as it was given; two jobs may have the same")
def run_id(service):
    for text in ("a run <&> \"é\"", "a run <&> \"é\""):
        expect(service.job(service.create(service.quick, RUNID=text)).text("runId") == text, "runId has changed")
    expect(service.job(service.create(service.quick)).text("runId") is None, "a job without a run id has a runId element")


@check("2.1.10", "A completed job lists its results, each with an id of its own and a link that leads to it")
def results(service):
    url = service.create(service.quick, PHASE="RUN")
    found = service.wait(url, "COMPLETED").results
    expect(found, "the quick job has no result")
    expect(len({r.get("id") for r in found}) == len(found), "two results have one id")
    for result in found:
        answer = service.get(result.get(XLINK + "href"))
        expect(answer.status in (200, 303), f"{result.get('id')} answers {answer.status}")
        if result.get("size") and answer.status == 200:
            expect(len(answer.body) == int(result.get("size")), "the size of a result is wrong")


@check("2.1.12", "The parameters are those that were given")
def parameters(service):
    given = service.job(service.create(service.quick)).parameters
    for name, value in service.quick.items():
        match = [p for key, p in given.items() if key.upper() == name.upper()]
        expect(match and (match[0].text or "") == value, f"parameter {name} is not {value!r}")


@check("2.2.2.1", "A jobref has id, link and phase; links lead to the jobs")
def references(service):
    url = service.create(service.quick, RUNID="listed")
    ref = service.jobs().get(job_id(url))
    expect(ref is not None, "a new job is not in the list")
    expect(ref.findtext(UWS + "phase") in PHASES, "the phase of a jobref is none")
    expect(ref.findtext(UWS + "creationTime"), "a jobref has no creationTime")
    expect(service.job(ref.get(XLINK + "href")).text("jobId") == job_id(url), "the link of a jobref leads elsewhere")


@check("2.2.2.2", "job and jobs carry version 1.1; times are UTC with a Z; ids are the last part of the URL")
def version_and_times(service):
    url = service.create(service.quick, PHASE="RUN")
    job = service.wait(url, "COMPLETED")
    expect(job.tree.get("version") == "1.1", "uws:job has no version=\"1.1\"")
    expect(service.get(service.url).xml("jobs").get("version") == "1.1", "uws:jobs has no version=\"1.1\"")
    expect(job.text("jobId") == job_id(url), "jobId is not the last part of the URL")
    for name in ("creationTime", "startTime", "endTime"):
        expect(INSTANT.match(job.text(name) or ""), f"{name} is {job.text(name)!r}")
    expect(job.text("creationTime") <= job.text("startTime") <= job.text("endTime"), "the times of the job are out of order")


@check("2.2.2.2", "Times that are not known yet are nil")
def nil_times(service):
    job = service.job(service.create(service.quick))
    expect(job.is_nil("startTime") and job.is_nil("endTime"), "a job that has not run has a start or an end")
