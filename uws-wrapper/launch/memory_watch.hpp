#pragma once
#include <sys/types.h>

#include <cstdint>

namespace vespa::uws {

/// Bytes that the descendants of a process hold for themselves: resident pages without those of files and of
/// shared memory, so that what ranks share is not counted once a rank. A process that ends meanwhile counts
/// 0.
std::uint64_t private_memory_below(pid_t ancestor);

}  // namespace vespa::uws
