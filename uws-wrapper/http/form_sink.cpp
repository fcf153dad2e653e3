#include "http/form_sink.hpp"

#include <exception>
#include <optional>
#include <utility>

#include "http/aside.hpp"
#include "http/message.hpp"

namespace vespa::uws::http {
namespace {

constexpr std::size_t batch = 256 * 1024;  // handed to the other thread at a time; twice that may wait

}  // namespace

/// Outlives the sink if the client goes away while the other thread is at work.
struct FormSink::Work {
    Work(std::string_view content_type, FormRules rules) : reader(content_type, std::move(rules)) {}

    FormReader reader;
    std::string bytes;
    Form form;
    std::exception_ptr failure;
    bool busy = false, last = false;  ///< of the loop's thread
    std::function<void()> resume;     ///< of the loop's thread; set if the server waits

    void read() {
        try {
            reader.feed(bytes);
            if (last) form = reader.finish();
        } catch (...) {
            failure = std::current_exception();
        }
    }
};

FormSink::FormSink(Aside& aside, std::string_view content_type, FormRules rules)
    : aside_(aside), limit_(rules.upload), work_(std::make_shared<Work>(content_type, std::move(rules))) {}

void FormSink::check() const {
    if (!work_->busy && work_->failure) std::rethrow_exception(work_->failure);
}

void FormSink::start(bool last) {
    work_->busy = true;
    work_->last = last;
    work_->bytes.swap(waiting_);
    waiting_.clear();
    aside_.run([work = work_] { work->read(); },
               [work = work_] {
                   work->busy = false;
                   if (auto const resume = std::exchange(work->resume, {})) resume();
               });
}

bool FormSink::take(std::string_view piece) {
    check();
    waiting_ += piece;
    if (waiting_.size() < batch) return true;
    if (!work_->busy) {
        start(false);
        return true;
    }
    if (waiting_.size() < 2 * batch) return true;
    work_->resume = resume_;
    return false;
}

bool FormSink::end() {
    check();
    if (!work_->busy && work_->last) return true;
    if (!work_->busy) start(true);
    work_->resume = resume_;
    return false;
}

Form FormSink::take_form() {
    return std::move(work_->form);
}

}  // namespace vespa::uws::http
