#include "rest/call.hpp"

#include <algorithm>

#include "http/form_sink.hpp"
#include "http/gzip.hpp"
#include "rest/pages.hpp"
#include "uws/documents.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t least_packed = 1024;               // below that headers and latency are what counts
constexpr std::size_t most_packed_at_once = 128 * 1024;  // about a millisecond of the loop's thread

/// Texts that are made for this answer; what has a tag is sent as it is, so that the tag stays its own.
bool is_worth_packing(http::Response const& response) {
    std::string_view const type = http::find_header(response.headers, "Content-Type");
    bool const text = type.substr(0, 5) == "text/" || type.find("xml") != std::string_view::npos ||
                      type.find("json") != std::string_view::npos;
    return text && !response.file && response.body.size() >= least_packed &&
           http::find_header(response.headers, "ETag").empty() &&
           http::find_header(response.headers, "Content-Encoding").empty();
}

void pack(http::Response& response) {
    response.body = http::gzip(response.body);
    response.headers.push_back({"Content-Encoding", "gzip"});
}

std::string_view method_name(http::Method method) {
    switch (method) {
        case http::Method::get:
            return "GET, HEAD";
        case http::Method::post:
            return "POST";
        case http::Method::put:
            return "PUT";
        case http::Method::del:
            return "DELETE";
        default:
            return "";
    }
}

void add_common_headers(http::Response& response) {
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    // Not no-referrer: with it browsers send "Origin: null" with our own forms too (check_origin).
    response.headers.push_back({"Referrer-Policy", "same-origin"});
    if (http::find_header(response.headers, "Cache-Control").empty())
        response.headers.push_back({"Cache-Control", "no-cache"});
}

}  // namespace

void Call::allow(std::initializer_list<http::Method> methods) const {
    auto const method = reads() ? http::Method::get : request.method;
    if (std::find(methods.begin(), methods.end(), method) != methods.end()) return;
    std::string names;
    for (auto const allowed : methods)
        names.append(names.empty() ? "" : ", ").append(method_name(allowed));
    throw http::Refusal(405, "this resource takes " + names + " only", {{"Allow", names}});
}

http::Form Call::form() {
    if (auto* const sink = dynamic_cast<http::FormSink*>(request.sink.get())) return sink->take_form();
    return http::parse_body(request.header("Content-Type"), request.body);
}

Controls Call::controls() {
    return parse_controls(std::move(target.query), form());
}

std::shared_ptr<Entry> find_job(Call const& call, Description const& code, std::string const& id) {
    auto entry = call.here.jobs.table().find(code.name, id);
    if (!entry) throw http::Refusal(404, "there is no job " + id + " of " + code.name);
    if (!may_use(call.sender, entry->job)) throw http::Refusal(403, "this job belongs to somebody else");
    return entry;
}

void check_is_not_cross_site(http::Request const& request) {
    if (request.header("Sec-Fetch-Site") == "cross-site")
        throw http::Refusal(403, "a request from the page of another site is refused");
}

void answer(Call const& call, http::Response&& response) {
    add_common_headers(response);
    if (!is_worth_packing(response)) return call.reply.send(std::move(response));
    response.headers.push_back({"Vary", "Accept-Encoding"});
    if (!http::accepts_gzip(call.request.header("Accept-Encoding")))
        return call.reply.send(std::move(response));
    if (response.body.size() <= most_packed_at_once) {
        pack(response);
        return call.reply.send(std::move(response));
    }
    auto const held = std::make_shared<http::Response>(std::move(response));
    call.here.aside.run([held] { pack(*held); },
                        [held, reply = call.reply] { reply.send(std::move(*held)); });
}

http::Stream answer_stream(Call const& call, http::Response&& head) {
    add_common_headers(head);
    return call.reply.stream(std::move(head));
}

void answer_text(Call const& call, std::string_view text) {
    answer(call, http::plain_text(200, text));
}

void answer_xml(Call const& call, std::string document) {
    http::Response response;
    response.headers.push_back({"Content-Type", std::string(xml_media_type)});
    response.headers.push_back({"Vary", "Accept"});
    response.body = std::move(document);
    answer(call, std::move(response));
}

void answer_redirect(Call const& call, std::string const& url) {
    http::Response response;
    response.status = 303;
    response.headers.push_back({"Location", url});
    answer(call, std::move(response));
}

void answer_refusal(Call const& call, http::Refusal const& refusal) {
    if (call.wants_html)
        return answer_page(call, refusal_page(site_of(call), refusal.status(), refusal.what()),
                           PageNeeds::nothing, refusal.status());
    auto response = http::plain_text(refusal.status(), refusal.what());
    for (auto const& header : refusal.headers())
        response.headers.push_back(header);
    answer(call, std::move(response));
}

Jobs::Done redirect_when_kept(CallPtr const& call, std::string url) {
    return [call, url = std::move(url)](std::string const& failure) {
        if (failure.empty()) return answer_redirect(*call, url);
        answer_refusal(
            *call, http::Refusal(503, "the change could not be kept: " + failure, {{"Retry-After", "10"}}));
    };
}

}  // namespace vespa::uws
