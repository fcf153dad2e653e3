# What the shell scripts share; sourced, never run.
# shellcheck shell=bash

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034  # used by the scripts that source this
build_folder=$repository/build/release

say()  { printf '%s\n' "$*" >&2; }
step() { printf '\n== %s\n' "$*" >&2; }
die()  { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# usage_error TEXT: the command line itself is wrong.
usage_error() { printf '%s: %s\nTry: %s --help\n' "${0##*/}" "$*" "$0" >&2; exit 64; }

# print_help: the comment block that opens the calling script is its help text.
print_help() { sed -n '2,/^$/{s/^# \{0,1\}//;p}' "$0"; }

# cores: processors that this process may use. nproc alone would answer OMP_NUM_THREADS, which is set below.
cores() { env -u OMP_NUM_THREADS -u OMP_THREAD_LIMIT nproc; }

# What mpirun needs on a desktop and in a container: root is allowed, ranks may outnumber cores, and two jobs
# side by side are not bound to the same core.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
