"""UWS 1.1, sections 2.2.1 and 2.2.3: resources, filters, blocking, requests that change a job."""
import threading
import time

from .service import INSTANT, UWS, check, expect, job_id

ATOMS = ("phase", "executionduration", "destruction", "quote", "owner")


@check("2.2.1", "Every resource of a job is there; atoms are text, containers XML")
def resources(service):
    url = service.create(service.quick)
    for atom in ATOMS:
        answer = service.get(f"{url}/{atom}")
        expect((answer.status, answer.media_type) == (200, "text/plain"), f"{atom}: {answer.status} {answer.media_type}")
    service.get(url + "/parameters").xml("parameters")
    service.get(url + "/results").xml("results")


@check("2.2.1", "The atoms say the same as the document")
def atoms(service):
    url = service.create(service.quick)
    job = service.job(url)
    for atom, element in (("phase", "phase"), ("executionduration", "executionDuration"), ("destruction", "destruction")):
        expect(service.get(f"{url}/{atom}").text == (job.text(element) or ""), f"{atom} differs from the document")


@check("2.2.1", "A job that does not exist is a 404, and so is a child that does not")
def not_found(service):
    url = service.create(service.quick)
    for missing in (service.url + "/there-is-no-such-job", url + "/nothing", url + "/results/nothing"):
        expect(service.get(missing).status == 404, f"{missing} answers {service.get(missing).status}")


@check("2.2.1.1", "PHASE filters the list; several mean any of them")
def phase_filter(service):
    pending, done = service.create(service.quick), service.create(service.quick, PHASE="RUN")
    service.wait(done, "COMPLETED")
    for phases, there, away in ((["PENDING"], pending, done), (["COMPLETED"], done, pending)):
        ids = service.jobs(PHASE=phases)
        expect(job_id(there) in ids and job_id(away) not in ids, f"PHASE={phases[0]} lists the wrong jobs")
    ids = service.jobs(PHASE=["PENDING", "COMPLETED"])
    expect(job_id(pending) in ids and job_id(done) in ids, "PHASE=PENDING&PHASE=COMPLETED is not the union")


@check("2.2.1.1", "AFTER filters by time of creation, strictly")
def after_filter(service):
    first = service.create(service.quick)
    time.sleep(0.01)
    second = service.create(service.quick)
    created = service.job(first).text("creationTime")
    ids = service.jobs(AFTER=created)
    expect(job_id(second) in ids and job_id(first) not in ids, "AFTER does not cut after the instant")
    expect(job_id(first) in service.jobs(AFTER="2001-01-01T00:00:00Z"), "AFTER cuts too much")


@check("2.2.1.1", "LAST gives the most recent jobs, newest first")
def last_filter(service):
    made = [job_id(service.create(service.quick)) for _ in range(3)]
    expect(list(service.jobs(LAST=2)) == made[:0:-1], "LAST=2 is not the two newest in descending order")
    expect(len(service.jobs(LAST=10**9)) >= 3, "a large LAST leaves jobs out")


@check("2.2.1.1", "Filters together are joined by AND")
def joined_filters(service):
    service.create(service.quick)
    done = service.create(service.quick, PHASE="RUN")
    service.wait(done, "COMPLETED")
    service.create(service.quick)
    expect(list(service.jobs(PHASE="COMPLETED", LAST=1)) == [job_id(done)], "PHASE and LAST are not joined")
    expect(not service.jobs(PHASE="COMPLETED", AFTER="2900-01-01T00:00:00Z"), "PHASE and AFTER are not joined")


@check("2.2.1.1", "Malformed filters are the client's fault")
def bad_filters(service):
    for filters in ({"PHASE": "DREAMING"}, {"LAST": "0"}, {"LAST": "x"}, {"AFTER": "yesterday"}):
        expect(400 <= service.get(service.url, **filters).status < 500, f"{filters} is taken")


@check("2.2.1.2", "WAIT blocks while the job is active, at most so many seconds")
def wait_ends(service):
    url = service.create(service.quick)
    began = time.monotonic()
    job = service.job(url, WAIT=1)
    expect(job.phase == "PENDING", "a job that nobody ran has changed")
    expect(0.5 < time.monotonic() - began < 30, "WAIT=1 is not about a second")


@check("2.2.1.2", "WAIT ends when the phase changes")
def wait_wakes(service):
    url, seen = service.create(service.quick), []
    waiter = threading.Thread(target=lambda: seen.append(service.job(url, WAIT=45, PHASE="PENDING").phase))
    waiter.start()
    time.sleep(0.5)
    service.post(url + "/phase", PHASE="ABORT")
    began = time.monotonic()
    waiter.join(service.patience)
    expect(seen == ["ABORTED"], f"the waiter saw {seen}")
    expect(time.monotonic() - began < 30, "the waiter was not woken")


@check("2.2.1.2", "WAIT answers at once for a phase that the job is not in, and for a job that has ended")
def wait_at_once(service):
    pending, done = service.create(service.quick), service.create(service.quick, PHASE="RUN")
    service.wait(done, "COMPLETED")
    began = time.monotonic()
    service.job(pending, WAIT=40, PHASE="QUEUED")
    service.job(done, WAIT=40)
    service.job(done, WAIT=-1)
    expect(time.monotonic() - began < 30, "a WAIT blocked that must not")


@check("2.2.1.2", "WAIT=-1 waits for as long as the service likes, for the end of the phase")
def wait_for_ever(service):
    url = service.create(service.quick, PHASE="RUN")
    end = time.monotonic() + service.patience
    while (job := service.job(url, WAIT=-1)).phase in ("QUEUED", "EXECUTING"):
        expect(time.monotonic() < end, "the job never ended")
    expect(job.phase == "COMPLETED", f"the quick job is {job.phase}")


@check("2.2.3.1", "POST to the list makes a job: 303 to it")
def creation(service):
    url = service.post(service.url, **service.quick).see_other()
    service.made.append(url)
    expect(url.startswith(service.url + "/"), f"the new job is at {url}, not below {service.url}")
    expect(service.job(url).phase == "PENDING", "a new job is not PENDING")


@check("2.2.3.1", "PHASE=RUN may come with the creating POST, in its body or its query, also in multipart")
def creation_with_run(service):
    fields = "".join(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                     for name, value in {**service.quick, "PHASE": "RUN"}.items()) + "--b--\r\n"
    for answer in (service.post(service.url, **service.quick, PHASE="RUN"),
                   service.request("POST", service.url + "?PHASE=RUN", service.quick),
                   service.request("POST", service.url, body=fields, headers={"Content-Type": "multipart/form-data; boundary=b"})):
        url = answer.see_other().split("?")[0]
        service.made.append(url)
        expect(service.wait(url, None).phase == "COMPLETED", "the job was not run")


@check("2.2.3.1", "Other control parameters may come with it too")
def creation_with_controls(service):
    job = service.job(service.create(service.quick, RUNID="mine", EXECUTIONDURATION="33"))
    expect((job.text("runId"), job.text("executionDuration")) == ("mine", "33"), "RUNID or EXECUTIONDURATION is lost")


@check("2.2.3.2", "DELETE destroys the job: 303 to the list, then 404")
def deletion(service):
    for delete in (lambda url: service.request("DELETE", url), lambda url: service.post(url, ACTION="DELETE")):
        url = service.create(service.long, PHASE="RUN")
        leads = delete(url).see_other()
        expect(leads.split("?")[0].rstrip("/") == service.url, f"the deletion leads to {leads}")
        expect(service.get(url).status == 404, "the deleted job is still there")
        expect(job_id(url) not in service.jobs(), "the deleted job is still listed")


@check("2.2.3.3", "POST to destruction asks for another time; the service may choose its own")
def change_destruction(service):
    url = service.create(service.quick)
    asked = "2099-01-01T00:00:00Z"
    expect(service.post(url + "/destruction", DESTRUCTION=asked).see_other() == url, "it does not lead to the job")
    text = service.get(url + "/destruction").text
    expect(INSTANT.match(text) and text <= "2099-01-01T00:00:00.999Z", f"destruction is {text!r}")


@check("2.2.3.4", "POST to executionduration asks for another; numbers only")
def change_duration(service):
    url = service.create(service.quick)
    expect(service.post(url + "/executionduration", EXECUTIONDURATION="77").see_other() == url, "it does not lead to the job")
    expect(service.get(url + "/executionduration").text == "77", "the duration is not the one asked for")
    for bad in ("-1", "soon", ""):
        expect(400 <= service.post(url + "/executionduration", EXECUTIONDURATION=bad).status < 500, f"{bad!r} is taken")


@check("2.2.3.5", "POST of PHASE=RUN to phase starts the job: 303 to it")
def start(service):
    url = service.create(service.quick)
    expect(service.post(url + "/phase", PHASE="RUN").see_other() == url, "it does not lead to the job")
    expect(service.get(url + "/phase").text != "PENDING", "the job is still PENDING")
    expect(400 <= service.post(service.create(service.quick) + "/phase", PHASE="HOP").status < 500, "PHASE=HOP is taken")


@check("2.2.3.6", "POST of PHASE=ABORT to phase ends the job, before it runs and while it does")
def abort(service):
    pending, running = service.create(service.quick), service.create(service.long, PHASE="RUN")
    service.wait(running, "EXECUTING")
    for url in (pending, running):
        expect(service.post(url + "/phase", PHASE="ABORT").see_other() == url, "it does not lead to the job")
        expect(service.wait(url, "ABORTED").text("endTime"), "an aborted job has no end")
    expect(service.post(pending + "/phase", PHASE="ABORT").status == 403, "an aborted job can be aborted again")


@check("2.2.3.7", "Parameters may be changed while the job is PENDING, and not afterwards")
def change_parameters(service):
    url = service.create(service.quick)
    service.post(url + "/parameters", **service.quick).see_other()
    service.post(url + "/phase", PHASE="RUN").see_other()
    service.wait(url, "COMPLETED")
    expect(service.post(url + "/parameters", **service.quick).status == 403, "parameters of a job that ran can be changed")


@check("2.2.3.7", "Results cannot be deleted by themselves")
def results_stay(service):
    url = service.create(service.quick)
    expect(service.request("DELETE", url + "/results").status in (403, 405), "DELETE of the results list is taken")
    expect(service.request("DELETE", url + "/parameters").status in (403, 405), "DELETE of the parameters is taken")


@check("2.2.2.4", "Values with any character of XML come back as they went")
def values(service):
    for text in ("<&>\"'`$(x);%41+%", "a\tb", "ü 🪐 ∂", "]]>"):
        url = service.create(service.quick, RUNID=text)
        expect(service.job(url).text("runId") == text, f"{text!r} comes back as {service.job(url).text('runId')!r}")
        refs = service.jobs(LAST=1)
        expect(refs[job_id(url)].findtext(UWS + "runId") == text, f"{text!r} is another in the list")


@check("HTTP", "HEAD is GET without a body")
def head(service):
    url = service.create(service.quick)
    for path in (service.url, url, url + "/phase", url + "/parameters"):
        answer = service.request("HEAD", path)
        expect((answer.status, answer.body) == (200, b""), f"HEAD {path}: {answer.status}, {len(answer.body)} bytes")
