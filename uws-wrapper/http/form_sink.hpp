#pragma once
#include <memory>
#include <string>

#include "http/body.hpp"
#include "http/form_reader.hpp"

namespace vespa::uws {
class Aside;
}

namespace vespa::uws::http {

/// Takes a multipart/form-data body of any size: a FormReader that works in another thread. Memory for one
/// body stays below a megabyte, besides its text fields.
class FormSink : public BodySink {
  public:
    /// Throws Refusal 400 if the Content-Type has no boundary.
    FormSink(Aside& aside, std::string_view content_type, FormRules rules);

    std::uint64_t limit() const override { return limit_; }
    void begin(std::function<void()> resume) override { resume_ = std::move(resume); }
    bool take(std::string_view piece) override;
    bool end() override;

    /// The fields, once the body has ended.
    Form take_form();

  private:
    struct Work;
    void start(bool last);
    void check() const;

    Aside& aside_;
    std::uint64_t limit_;
    std::function<void()> resume_;
    std::string waiting_;         ///< taken, not yet handed to the other thread
    std::shared_ptr<Work> work_;  ///< shared with the other thread while `busy`
};

}  // namespace vespa::uws::http
