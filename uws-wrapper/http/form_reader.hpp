#pragma once
#include <cstdint>
#include <filesystem>

#include "http/form.hpp"
#include "http/multipart.hpp"

namespace vespa::uws::http {

/// What a multipart body may hold, and where its files go.
struct FormRules {
    std::filesystem::path spool;         ///< folder for files while they come; empty = no files are taken
    std::uint64_t upload = 1ULL << 30U;  ///< bytes of the whole body; more is 413
    std::size_t text = 1024 * 1024;      ///< bytes of all text fields together; more is 413
};

/// Reads a multipart/form-data body as it comes: text fields into memory, files to disk. Its calls write to
/// disk: they belong in a thread that may wait.
class FormReader : private MultipartReader::Sink {
  public:
    /// \param content_type holds the boundary. Throws Refusal 400 without one.
    FormReader(std::string_view content_type, FormRules rules);

    /// The next bytes of the body. Throws Refusal: 400 for malformed parts, two files of one name, a text
    /// field that is not UTF-8, a file name of nothing but path; 413 for too much; 503 if a file cannot be
    /// kept.
    void feed(std::string_view bytes);
    /// The body is over: its fields, in order. A file part with an empty name and nothing in it (a browser's
    /// field that was left alone) is none. Throws Refusal 400 if the body is cut short.
    Form finish();

  private:
    void begin(PartHead&& head) override;
    void bytes(std::string_view bytes) override;
    void end() override;

    FormRules rules_;
    MultipartReader reader_;
    std::uint64_t fed_ = 0;
    std::size_t text_ = 0;
    Form form_;
    Field field_;                ///< the part that comes now
    bool file_unnamed_ = false;  ///< it is a file without a name: nothing may be in it
};

}  // namespace vespa::uws::http
