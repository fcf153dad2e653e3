#include "rest/call.hpp"

#include <algorithm>

#include "http/form_sink.hpp"
#include "http/gzip.hpp"
#include "http/percent.hpp"
#include "rest/account.hpp"
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

/// Header values are ASCII here; names of owners may hold any letters.
std::string header_text(std::string const& text) {
    bool const plain =
        std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7F; });
    return plain ? text : http::encode_percent(text);
}

std::string_view means_of(Identity const& sender) {
    switch (sender.means) {
        case Means::personal_token:
            return "personal token";
        case Means::configured_token:
            return "configured token";
        case Means::bearer:
            return "bearer token";
        case Means::cookie:
            return "session";
        default:
            return "";
    }
}

/// Whatever changes something, or was meant to, is told in the audit log.
void tell(Call const& call, http::Response const& response) {
    if (call.reads()) return;
    Deeds deed;
    deed.what = call.request.method == http::Method::post ? "POST" : method_name(call.request.method);
    deed.where = call.request.target.substr(0, call.request.target.find('?'));
    deed.owner = call.sender.owner;
    deed.means = means_of(call.sender);
    deed.address = call.here.access.proxies().client_of(call.request);
    deed.job = call.job;
    deed.request = call.request.id;
    if (response.status >= 400) deed.detail = response.body.substr(0, 300);
    deed.status = response.status;
    call.here.access.audit().tell(deed);
}

void add_common_headers(Call const& call, http::Response& response) {
    tell(call, response);
    if (!call.sender.is_guest())
        response.headers.push_back({"X-VO-Authenticated", header_text(call.sender.owner)});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    // Not no-referrer: with it browsers send "Origin: null" with our own forms too (check_origin).
    response.headers.push_back({"Referrer-Policy", "same-origin"});
    if (http::find_header(response.headers, "Cache-Control").empty())
        response.headers.push_back(
            {"Cache-Control", call.sender.is_guest() ? "no-cache" : "private, no-cache"});
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

OpusSettings read_opus_settings(Settings const& opus) {
    OpusSettings settings;
    settings.hrefs = opus.flag("hrefs", settings.hrefs);
    settings.quoting = opus.flag("quoting", settings.quoting);
    opus.finish();
    return settings;
}

DocumentStyle style_of(Call const& call) {
    return {call.here.opus.hrefs ? call.base + "/store?ID=" : std::string(), call.here.opus.quoting};
}

std::shared_ptr<Entry> find_job(Call const& call, Description const& code, std::string const& id, Deed deed) {
    auto entry = call.here.jobs.table().find(code.name, id);
    if (!entry) throw http::Refusal(404, "there is no job " + id + " of " + code.name);
    if (!may_use(call.sender, entry->job, deed)) {
        if (call.sender.is_guest())
            throw Access::unauthorized("this job belongs to somebody: say who you are", call.wants_html);
        throw http::Refusal(403, "this job belongs to somebody else");
    }
    return entry;
}

void check_is_not_cross_site(http::Request const& request) {
    if (request.header("Sec-Fetch-Site") == "cross-site")
        throw http::Refusal(403, "a request from the page of another site is refused");
}

void answer(Call const& call, http::Response&& response) {
    add_common_headers(call, response);
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
    add_common_headers(call, head);
    return call.reply.stream(std::move(head));
}

void answer_text(Call const& call, std::string_view text) {
    answer(call, http::plain_text(200, text));
}

http::Response xml_response(std::string document) {
    http::Response response;
    response.headers.push_back({"Content-Type", std::string(xml_media_type)});
    response.headers.push_back({"Vary", "Accept"});
    response.body = std::move(document);
    return response;
}

void answer_xml(Call const& call, std::string document) {
    answer(call, xml_response(std::move(document)));
}

void answer_redirect(Call const& call, std::string const& url) {
    http::Response response;
    response.status = 303;
    response.headers.push_back({"Location", url});
    answer(call, std::move(response));
}

void answer_refusal(Call const& call, http::Refusal const& refusal) {
    if (call.wants_html) {
        std::string page = refusal.status() == 401
                               ? sign_in_page(call, refusal.what())
                               : refusal_page(site_of(call), refusal.status(), refusal.what());
        return answer_page(call, std::move(page), PageNeeds::nothing, refusal.status(), refusal.headers());
    }
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
