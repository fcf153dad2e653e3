#include "rest/call.hpp"

#include <algorithm>

#include "http/form_sink.hpp"
#include "rest/pages.hpp"
#include "uws/documents.hpp"

namespace vespa::uws {
namespace {

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

void answer(Call const& call, http::Response&& response) {
    add_common_headers(response);
    call.reply.send(std::move(response));
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
