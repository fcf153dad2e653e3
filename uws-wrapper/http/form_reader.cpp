#include "http/form_reader.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "http/message.hpp"
#include "http/percent.hpp"
#include "http/spooled_file.hpp"

namespace vespa::uws::http {
namespace {

/// The last component of a file name as browsers and hostile clients send it.
std::string base_name(std::string_view sent) {
    std::size_t const cut = sent.find_last_of("/\\");
    std::string const name(cut == std::string_view::npos ? sent : sent.substr(cut + 1));
    bool const control = std::any_of(name.begin(), name.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte < 0x20U || byte == 0x7FU;
    });
    if (control || name == "." || name == ".." || name.empty() || name.size() > 200 || !is_utf8(name))
        throw Refusal(400, "the file name of an upload is not usable");
    return name;
}

template <class Task>
void on_disk(Task&& task) {
    try {
        task();
    } catch (std::system_error const& error) {
        throw Refusal(503, error.what(), {{"Retry-After", "60"}});
    }
}

}  // namespace

FormReader::FormReader(std::string_view content_type, FormRules rules)
    : rules_(std::move(rules)), reader_(header_attribute(content_type, "boundary"), *this) {}

void FormReader::feed(std::string_view bytes) {
    fed_ += bytes.size();
    if (fed_ > rules_.upload)
        throw Refusal(
            413, "the body is too large: at most " + std::to_string(rules_.upload) + " bytes are taken here");
    reader_.feed(bytes);
}

Form FormReader::finish() {
    reader_.finish();
    return std::move(form_);
}

void FormReader::begin(PartHead&& head) {
    if (form_.size() == most_fields) throw Refusal(400, "too many form fields");
    field_ = {};
    field_.name = std::move(head.name);
    field_.content_type = std::move(head.content_type);
    field_.is_file = head.file_name.has_value();
    file_unnamed_ = head.file_name && head.file_name->empty();
    if (!field_.is_file || file_unnamed_) return;
    field_.file_name = base_name(*head.file_name);
    for (auto const& other : form_)
        if (other.is_file && other.name == field_.name)
            throw Refusal(400, "two files under the name '" + field_.name + "' in one multipart body");
    if (rules_.spool.empty()) throw Refusal(400, "no file is taken here");
    on_disk([&] { field_.file = std::make_shared<SpooledFile>(rules_.spool); });
}

void FormReader::bytes(std::string_view bytes) {
    if (file_unnamed_) throw Refusal(400, "the file '" + field_.name + "' comes without a file name");
    if (field_.file) return on_disk([&] { field_.file->append(bytes); });
    text_ += bytes.size();
    if (text_ > rules_.text)
        throw Refusal(413, "the text fields are too large: at most " + std::to_string(rules_.text) +
                               " bytes are taken; send the value as a file");
    field_.value += bytes;
}

void FormReader::end() {
    if (std::exchange(file_unnamed_, false)) return;
    if (field_.file)
        on_disk([&] { field_.file->finish(); });
    else if (!is_utf8(field_.value) || field_.value.find('\0') != std::string::npos)
        throw Refusal(400, "the text field '" + field_.name + "' is not UTF-8 text");
    form_.push_back(std::move(field_));
}

}  // namespace vespa::uws::http
