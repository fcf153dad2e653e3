#pragma once
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>

#include "access/access.hpp"
#include "access/origin.hpp"
#include "http/aside.hpp"
#include "http/server.hpp"
#include "http/target.hpp"
#include "jobs/jobs.hpp"
#include "operation/operation.hpp"
#include "settings/settings.hpp"
#include "uws/documents.hpp"

namespace vespa::uws {

/// [opus]: what OPUS's web client is given otherwise than the standards have it.
struct OpusSettings {
    bool hrefs = false;  ///< results are linked as /store?ID=…, which it fetches with its user's credentials
    bool quoting = false;  ///< values of parameters are percent-encoded, which it undoes
};
/// The keys hrefs and quoting. Throws BadSetting.
OpusSettings read_opus_settings(Settings const& opus);

/// What all resources are served from.
struct Surroundings {
    Jobs& jobs;
    Codes const& codes;
    Access& access;
    PublicBase const& base;
    Instant up_since;
    Aside& aside;                 ///< for work that would keep the loop's thread too long
    std::filesystem::path spool;  ///< folder of uploads on their way, on the file system of the jobs' folders
    Operation const* operation = nullptr;  ///< for operators; nullptr: they are told little
    OpusSettings opus = {};
};

/// One request on its way to its answer.
struct Call {
    Surroundings const& here;
    http::Request request;
    http::Reply reply;
    http::Target target;
    std::string base;  ///< absolute URL of the server, without a slash at its end
    Identity sender;
    bool wants_html = false;
    std::string job;  ///< id of the job that it is about; empty = none

    /// Whether it is a GET or HEAD.
    bool reads() const { return request.method == http::Method::get || request.method == http::Method::head; }
    /// Throws Refusal 405, with Allow, unless the method is one of these (HEAD goes with GET).
    void allow(std::initializer_list<http::Method> methods) const;
    /// The body as a form; may be asked for once. Throws Refusal 400 and 415.
    http::Form form();
    /// What a POST asks: query and body read as one form. Leaves the query empty.
    Controls controls();
};
using CallPtr = std::shared_ptr<Call>;

/// How the documents of this answer are written.
DocumentStyle style_of(Call const& call);

/// The job of that code and id. Throws Refusal 404 if there is none, 403 if the sender may not do that to it
/// (401 if it has not said who it is): the one place where ownership is checked, for a job, all its children,
/// and whatever else a request names.
std::shared_ptr<Entry> find_job(Call const& call, Description const& code, std::string const& id,
                                Deed deed = Deed::look);

/// Throws Refusal 403 if a browser says that another site's page makes this GET: where a GET makes a job, it
/// would be made with the rights of a user who never saw it.
void check_is_not_cross_site(http::Request const& request);

/// Sends the answer with the headers that every answer has; texts are compressed if the client takes gzip.
void answer(Call const& call, http::Response&& response);
/// The same with a body that comes piece by piece.
http::Stream answer_stream(Call const& call, http::Response&& head);
void answer_text(Call const& call, std::string_view text);
/// A document as it is answered with, for who has more headers.
http::Response xml_response(std::string document);
void answer_xml(Call const& call, std::string document);
/// 303 See Other.
void answer_redirect(Call const& call, std::string const& url);
/// One line of text that says why, or a page if a browser asks.
void answer_refusal(Call const& call, http::Refusal const& refusal);

/// A Jobs::Done that answers with a redirect to `url`, or with 503 if the store could not keep the change.
Jobs::Done redirect_when_kept(CallPtr const& call, std::string url);

}  // namespace vespa::uws
