# A small UWS client: what scripts/run says to the server, with curl alone. Sourced, never run.
# shellcheck shell=bash

# uws_submit JOBS-URL CURL-FORM-ARGUMENT...: creates a job and prints its URL.
uws_submit() {
  local jobs=$1 answer headers status location
  shift
  # Not --output /dev/stderr: opened so, a log file that the caller writes to would be emptied.
  answer=$(curl --silent --show-error --include "$@" "$jobs") || die "the server at $jobs does not answer"
  answer=${answer//$'\r'/}
  while [[ $answer == HTTP/[0-9]*([.0-9])' 1'* ]]; do answer=${answer#*$'\n\n'}; done
  headers=${answer%%$'\n\n'*}
  status=$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' <<<"$headers")
  location=$(sed -n 's/^[Ll]ocation: *\([^[:space:]]*\).*/\1/p' <<<"$headers")
  if [[ $status != 303 || -z $location ]]; then
    printf '%s\n' "${answer#"$headers"}" >&2
    die "the server refused the job (HTTP status ${status:-none}); its words stand above"
  fi
  echo "$location"
}

# uws_post JOB-URL/CHILD NAME=VALUE: changes a job, e.g. uws_post URL/phase PHASE=ABORT.
uws_post() { curl --silent --show-error --fail --output /dev/null --data-urlencode "$2" "$1"; }

# uws_document JOB-URL [SECONDS]: prints the job's XML, after waiting for a change of phase at most that long.
uws_document() { curl --silent --show-error --fail --max-time 60 "$1?WAIT=${2:-0}"; }

# uws_element NAME: the text of the first element uws:NAME of the document on standard input.
uws_element() { tr '\n' ' ' | sed -n "s/.*<uws:$1>\([^<]*\)<\/uws:$1>.*/\1/p"; }

# uws_progress NAME: what the document on standard input says of the running program: fraction (0 to 1), phase,
# message; nothing if it says nothing.
uws_progress() { tr '\n' ' ' | sed -n "s/.*:progress[^>]* $1=\"\([^\"]*\)\".*/\1/p"; }

# uws_results: 'id href' of each result of the document on standard input, one a line.
uws_results() {
  tr '\n' ' ' | grep -o '<uws:result [^>]*>' |
    sed 's/.* id="\([^"]*\)".* xlink:href="\([^"]*\)".*/\1 \2/' || true
}
