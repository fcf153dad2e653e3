#pragma once
// What a browser is shown. The caller has found code and job and checked that the sender may use them.
#include <string>

#include "rest/resources.hpp"
#include "web/pages.hpp"

namespace vespa::uws {

/// What the pages are told of the server and the sender.
Site site_of(Call const& call);

/// Which doors the Content-Security-Policy of a page opens beside its own server's files.
enum class PageNeeds {
    nothing,
    samp,  ///< the SAMP hub of the reader's own machine (Web Profile)
    wasm   ///< WebAssembly of this server
};
void answer_page(Call const& call, std::string page, PageNeeds needs = PageNeeds::nothing, int status = 200,
                 std::vector<http::Header> const& more = {});

void serve_index(CallPtr const& call);
/// static/NAME
void serve_asset(CallPtr const& call, std::string const& name);
void show_job_list(CallPtr const& call, Place const& place);
void show_job_page(CallPtr const& call, Place const& place);
/// The form of the code, filled with the values of the place's job if there is one.
void serve_form(CallPtr const& call, Place const& place);
/// Curves and maps of a result.
void serve_plot(CallPtr const& call, Place const& place, std::string const& result);

/// Shows the form again with what was typed and what is wrong. False if the request is none of a browser, or
/// failed by a fault of the server.
bool answer_form_again(CallPtr const& call, Place const& place, Controls const& sent,
                       http::Refusal const& refusal);

}  // namespace vespa::uws
