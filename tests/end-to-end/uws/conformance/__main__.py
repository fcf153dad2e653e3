"""python3 -m conformance URL [--quick NAME=VALUE] [--long NAME=VALUE] [--failing NAME=VALUE]

Checks a UWS 1.1 job list against the Recommendation of 2016-10-24, sentence by sentence, and DALI 1.1 if the URL ends
in /async. It makes jobs of three kinds, each told by the parameters that it takes: one that completes within seconds
and leaves a result, one that lasts for minutes, one that fails. Prints a table; ends with 0 if every check passed.
"""
import argparse
import sys
import traceback

from . import dali, objects, requests  # noqa: F401 (they register their checks)
from .service import CHECKS, Failure, Service


def pair(text):
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("NAME=VALUE is expected")
    return name, value


def run_one(service, function):
    try:
        function(service)
        return "pass", ""
    except dali.NotOffered as why:
        return "n/a", str(why)
    except Failure as why:
        return "FAIL", str(why)
    except Exception as why:  # what no client could read
        return "FAIL", "".join(traceback.format_exception_only(type(why), why)).strip()
    finally:
        service.clean()


def main():
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="of the job list")
    for kind in ("quick", "long", "failing"):
        parser.add_argument("--" + kind, type=pair, action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()
    service = Service(options.url, options.quick, options.long, options.failing)
    count = {"pass": 0, "n/a": 0, "FAIL": 0}
    for section, sentence, function in CHECKS:
        outcome, why = run_one(service, function)
        count[outcome] += 1
        print(f"{outcome:4}  {section:9} {sentence}" + (f"\n      -> {why}" if why else ""), flush=True)
    print(f"{count['pass']} passed, {count['FAIL']} failed, {count['n/a']} not applicable")
    return 1 if count["FAIL"] or not count["pass"] else 0


sys.exit(main())
