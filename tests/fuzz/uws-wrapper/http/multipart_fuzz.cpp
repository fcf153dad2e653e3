// A multipart form: the value of Content-Type, 0x1e, the body; read whole, in pieces, and into fields and
// files.
#include <filesystem>

#include "fuzz/support/inputs.hpp"
#include "http/form_reader.hpp"
#include "http/message.hpp"
#include "http/multipart.hpp"
#include "http/spooled_file.hpp"

using namespace vespa;
using namespace vespa::uws;

namespace {

/// What came of a body, as one text.
struct Record : http::MultipartReader::Sink {
    void begin(http::PartHead&& head) override {
        text += "\n<" + head.name + "|" + head.content_type + "|" + head.file_name.value_or("-") + ">";
    }
    void bytes(std::string_view bytes) override { text.append(bytes); }
    void end() override { text += "</>"; }
    std::string text;
};

struct Read {
    std::string text;
    bool refused = false;
};

Read read_in_pieces(std::string const& boundary, std::string_view body, std::size_t piece) {
    Record record;
    bool const read = fuzz::was_read<http::Refusal>([&] {
        http::MultipartReader reader(boundary, record);
        for (auto rest = body; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size())))
            reader.feed(rest.substr(0, piece));
        reader.finish();
    });
    return {record.text, !read};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parts = fuzz::parts_of(fuzz::text_of(data, size), 2);
    if (parts.size() < 2) return 0;
    auto const boundary = http::header_attribute(parts[0], "boundary");
    auto const whole = read_in_pieces(boundary, parts[1], size + 1);
    for (std::size_t const piece : {1u, 3u, 64u}) {
        auto const other = read_in_pieces(boundary, parts[1], piece);
        fuzz::promise(other.refused == whole.refused && (whole.refused || other.text == whole.text));
    }
    bool const kept = size % 8 == 0;  // files take longer
    fuzz::was_read<http::Refusal>([&] {
        http::FormReader reader(parts[0], {kept ? fuzz::folder() : std::filesystem::path(), 1 << 20, 4096});
        reader.feed(parts[1]);
        for (auto const& field : reader.finish()) {
            fuzz::promise(field.is_file == (field.file != nullptr));
            fuzz::promise(field.file_name.find('/') == std::string::npos && field.file_name != "..");
        }
    });
    if (kept) fuzz::promise(std::filesystem::is_empty(fuzz::folder()));
    return 0;
}
