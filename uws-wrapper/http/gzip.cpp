#include "http/gzip.hpp"

#include <zlib.h>

#include <charconv>
#include <optional>
#include <stdexcept>

#include "http/form.hpp"
#include "http/message.hpp"

namespace vespa::uws::http {
namespace {

constexpr int quick = 2;  // lists of jobs shrink to a tenth even so, at a third of the default's time
constexpr int gzip_window = 15 + 16;  // zlib: largest window, gzip wrapping
constexpr int memory_level = 8;

/// The weight of "gzip;q=0.5"; 1 if none is given, 0 if it is malformed.
double weight_of(std::string_view parameters) {
    std::string_view const text = trimmed(parameters);
    if (text.empty()) return 1;
    if (text.size() < 3 || !same_name(text.substr(0, 2), "q=")) return 0;
    double weight = 0;
    auto const error = std::from_chars(text.data() + 2, text.data() + text.size(), weight).ec;
    return error == std::errc() ? weight : 0;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
    std::optional<double> named, any;
    while (!accept_encoding.empty()) {
        std::string_view const item = accept_encoding.substr(0, accept_encoding.find(','));
        accept_encoding.remove_prefix(std::min(item.size() + 1, accept_encoding.size()));
        std::size_t const semicolon = std::min(item.find(';'), item.size());
        std::string_view const coding = trimmed(item.substr(0, semicolon));
        double const weight = weight_of(item.substr(std::min(semicolon + 1, item.size())));
        if (same_name(coding, "gzip") || same_name(coding, "x-gzip")) named = weight;
        if (coding == "*") any = weight;
    }
    return named.value_or(any.value_or(0)) > 0;
}

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, quick, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("no memory to compress an answer");
    std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    int const ended = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::runtime_error("an answer could not be compressed");
    return packed;
}

}  // namespace vespa::uws::http
