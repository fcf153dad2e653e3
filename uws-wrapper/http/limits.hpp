#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vespa::uws::http {

/// What a client may ask of the server's memory and patience.
struct Limits {
    std::size_t header = 16 * 1024;         ///< bytes of request line and headers; more is 431
    std::size_t headers = 100;              ///< header lines; more is 431
    std::size_t target = 8 * 1024;          ///< bytes of the request target; more is 414
    std::size_t form = 1024 * 1024;         ///< bytes of a body that is not multipart; more is 413
    std::size_t upload = 32 * 1024 * 1024;  ///< bytes of a multipart body that is held in memory; more is 413
    std::size_t stream = 1024 * 1024;       ///< bytes of a streamed answer that wait for their client
    std::size_t connections = 16384;        ///< more are told so (503) and closed
    std::size_t per_address = 0;            ///< connections of one address; 0 = no bound of its own
    std::chrono::seconds idle{75};          ///< between an answer and the next request
    std::chrono::seconds head{20};          ///< from the first byte of a head to its last; later is 408
    std::chrono::seconds stall{60};         ///< without any byte sent or taken
    std::chrono::seconds grace{20};         ///< before `slowest` counts
    std::uint64_t slowest = 1024;  ///< bytes a second that a body or an answer must come to on average
};

}  // namespace vespa::uws::http
