#pragma once
#include <string>
#include <string_view>

#include "uws/job.hpp"

namespace vespa::uws {

/// The media type of every document here. They carry no encoding declaration, since several Python clients
/// decode first and then refuse one.
inline constexpr std::string_view xml_media_type = "text/xml; charset=UTF-8";

/// What a job list says of one job, made once for each change of the job. The URL of the list stands between
/// the two.
struct JobReference {
    std::string before, after;
};
JobReference make_reference(Job const& job);

/// Writes `<uws:jobs>` from references made beforehand.
/// \param list_url absolute URL of the job list, without a slash at its end
class JobListWriter {
  public:
    JobListWriter(std::string_view list_url, std::size_t expected_jobs);
    void add(JobReference const& reference);
    std::string finish() &&;

  private:
    std::string list_url_, text_;
};

/// What OPUS's web client wants otherwise than the standards have it.
struct DocumentStyle {
    std::string
        store;  ///< URL before the id of an entity, where results are fetched by it; empty: below results/
    bool quoted = false;  ///< values of parameters are percent-encoded
};

/// `<uws:job>`, `<uws:parameters>`, `<uws:results>` of a job below the list at `list_url`. A value that XML
/// cannot hold and an upload are given by reference.
std::string job_document(Job const& job, std::string_view list_url, DocumentStyle const& style = {});
std::string parameters_document(Job const& job, std::string_view list_url, DocumentStyle const& style = {});
std::string results_document(Job const& job, std::string_view list_url, DocumentStyle const& style = {});

}  // namespace vespa::uws
