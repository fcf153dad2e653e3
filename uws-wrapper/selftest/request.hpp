#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>

namespace vespa::selftest {

/// What is asked of the program on its command line, --name=value each.
struct Request {
    double seconds = 0;
    int exit_code = 0;
    std::string text;
    std::uint64_t bytes = 0;
    int children = 0;
    bool ignore_term = false;
    int progress = 0;  ///< number of reports
    std::string upload;
    std::string query;
    std::string progress_file;
};

class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws UsageError.
Request read_request(int argc, char const* const* argv);

}  // namespace vespa::selftest
