#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "launch/unique_fd.hpp"

namespace vespa::uws::http {

class BodySink;

enum class Method { get, head, post, put, del, options, other };

struct Header {
    std::string name, value;
};

/// The value of a header by its name in any case; empty if it is not there.
std::string_view find_header(std::vector<Header> const& headers, std::string_view name);

/// One request as it came, its body whole (chunks joined).
struct Request {
    Method method = Method::other;
    std::string target;  ///< path and query, still percent-encoded
    std::vector<Header> headers;
    std::string body;
    std::shared_ptr<BodySink> sink;  ///< that has taken the body instead, if the server's Receiver gave one
    std::string id;    ///< the client's X-Request-ID, or one made here; the answer carries it too
    std::string peer;  ///< the numeric address of the other side; "unix" if it came by a Unix socket

    std::string_view header(std::string_view name) const { return find_header(headers, name); }
};

/// Bytes [offset, offset + length) of an open file, sent without being read into the process.
struct FileBody {
    UniqueFd file;
    std::uint64_t offset = 0, length = 0;
};

/// One answer. Content-Length, Date and Connection are added by the server; a HEAD request gets the same
/// headers without the body.
struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
    std::optional<FileBody> file;  ///< instead of body
};

/// The standard words of a status code ("Not Found"); "Unknown" for codes this server never uses.
std::string_view reason_of(int status);

/// An answer that is one line of plain text.
Response plain_text(int status, std::string_view text);

/// Thrown by whatever reads a request: the request is refused with this status and one line that says why.
class Refusal : public std::runtime_error {
  public:
    Refusal(int status, std::string const& why, std::vector<Header> headers = {})
        : std::runtime_error(why), status_(status), headers_(std::move(headers)) {}
    int status() const { return status_; }
    std::vector<Header> const& headers() const { return headers_; }

  private:
    int status_;
    std::vector<Header> headers_;
};

/// Whether two header or parameter names are the same (ASCII, in any case).
bool same_name(std::string_view a, std::string_view b);

}  // namespace vespa::uws::http
