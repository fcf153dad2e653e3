# Starting and stopping vespa-uwsd on loopback for scripts/run, which sets build_folder, folder and server_log.
# Sourced, never run.
# shellcheck shell=bash
# shellcheck disable=SC2154

server_pid=
server_url=

# port_is_taken PORT: whether something listens there.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port WANTED: that port, or the first free one from 8642 if none is wanted.
free_port() {
  local port
  if [[ -n $1 ]]; then
    ! port_is_taken "$1" || die "port $1 is taken by another program; choose another with --port, or leave --port out"
    echo "$1"
    return
  fi
  for port in {8642..8741}; do
    if ! port_is_taken "$port"; then
      echo "$port"
      return
    fi
    say "Port $port is taken; trying the next."
  done
  die "the ports 8642 to 8741 are all taken; name a free one with --port"
}

answers() { curl --silent --fail --max-time 5 --output /dev/null "$1/availability"; }

# start_server PORT: PORT may be empty. Sets server_url, and server_pid unless a server of the same folder, which
# can have but one, is already there.
start_server() {
  local port
  if [[ -r $folder/server.url ]] && answers "$(<"$folder/server.url")"; then
    server_url=$(<"$folder/server.url")
    [[ -z $1 || $server_url == *:$1 ]] || die "a server for $folder already answers at $server_url; stop it first, or name another --folder"
    step "Using the server that already answers at $server_url"
    return
  fi
  port=$(free_port "$1")
  server_url=http://127.0.0.1:$port
  step "Starting the server at $server_url"
  # In a session of its own, so that Ctrl-C reaches this script first.
  setsid "$build_folder/bin/vespa-uwsd" --listen "127.0.0.1:$port" --data "$folder" >"$server_log" 2>&1 &
  server_pid=$!
  for _ in {1..100}; do
    kill -0 "$server_pid" 2>/dev/null || break
    if answers "$server_url"; then
      echo "$server_url" >"$folder/server.url"
      return
    fi
    sleep 0.1
  done
  tail -n 20 "$server_log" >&2
  die "the server did not start (its last words stand above; the rest is in $server_log)"
}

# keep_serving: returns when the server has ended.
keep_serving() {
  say "The server keeps answering; Ctrl-C stops it."
  wait "$server_pid" || true
  say "The server has ended; its log: $server_log"
}

stop_server() {
  [[ -n $server_pid ]] || return 0
  rm -f "$folder/server.url"
  kill -TERM "$server_pid" 2>/dev/null || return 0
  wait "$server_pid" 2>/dev/null || true
  say "The server has stopped."
}
