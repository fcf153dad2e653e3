#include "uws/documents.hpp"

#include <array>
#include <charconv>

#include "http/percent.hpp"
#include "uws/provenance_forms.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\"?>\n";
constexpr std::string_view namespaces =
    " xmlns:uws=\"http://www.ivoa.net/xml/UWS/v1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// Writes one document into one growing text.
class Writer {
  public:
    Writer(Job const& job, std::string_view list_url, DocumentStyle const& style)
        : job_(job), style_(style), list_url_(list_url) {
        job_url_.append(list_url).append("/").append(job.id);
        text_.reserve(2048);
        text_ += declaration;
    }

    void job();
    void parameters(std::string_view attributes);
    void results(std::string_view attributes);
    std::string finish() && { return std::move(text_); }

  private:
    void element(std::string_view name, std::string_view value) {
        text_.append("  <uws:").append(name).append(">");
        append_xml(text_, value, XmlPlace::content);
        text_.append("</uws:").append(name).append(">\n");
    }
    void instant(std::string_view name, std::optional<Instant> const& value) {
        if (value)
            element(name, to_text(*value));
        else
            text_.append("  <uws:").append(name).append(" xsi:nil=\"true\"/>\n");
    }
    void attribute(std::string_view name, std::string_view value) {
        text_.append(" ").append(name).append("=\"");
        append_xml(text_, value, XmlPlace::attribute);
        text_ += '"';
    }
    void attribute(std::string_view name, double value) {
        std::array<char, 32> digits{};
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        attribute(name, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
    }
    void error_summary();
    void job_info();

    /// Of a result, or of what stands beside the job under that name.
    std::string result_url(std::string_view place, std::string const& name) const {
        std::string const encoded = http::encode_percent(name);
        if (!style_.store.empty()) return style_.store + "e" + job_.id + "_" + encoded;
        return job_url_ + std::string(place) + encoded;
    }

    Job const& job_;
    DocumentStyle const& style_;
    std::string list_url_, job_url_, text_;
};

void Writer::job() {
    text_.append("<uws:job").append(namespaces).append(" version=\"1.1\">\n");
    element("jobId", job_.id);
    if (job_.run_id) element("runId", *job_.run_id);
    if (job_.owner.empty())
        text_ += "  <uws:ownerId xsi:nil=\"true\"/>\n";
    else
        element("ownerId", job_.owner);
    element("phase", phase_name(job_.phase));
    instant("quote", job_.quote);
    instant("creationTime", job_.created);
    instant("startTime", job_.started);
    instant("endTime", job_.ended);
    element("executionDuration", std::to_string(job_.execution_duration));
    instant("destruction", job_.destruction);
    parameters("");
    results("");
    error_summary();
    job_info();
    text_ += "</uws:job>\n";
}

void Writer::parameters(std::string_view attributes) {
    text_.append("  <uws:parameters").append(attributes).append(">\n");
    for (auto const& parameter : job_.parameters) {
        text_ += "    <uws:parameter";
        attribute("id", parameter.name);
        if (parameter.is_file || !is_xml_text(parameter.value)) {
            text_ += " byReference=\"true\">";
            append_xml(text_, job_url_ + "/parameters/" + http::encode_percent(parameter.name),
                       XmlPlace::content);
        } else {
            text_ += '>';
            append_xml(text_, style_.quoted ? http::encode_percent(parameter.value) : parameter.value,
                       XmlPlace::content);
        }
        text_ += "</uws:parameter>\n";
    }
    text_ += "  </uws:parameters>\n";
}

void Writer::results(std::string_view attributes) {
    text_.append("  <uws:results").append(attributes).append(" xmlns:c=\"urn:uwscustom\">\n");
    for (auto const& result : job_.results) {
        text_ += "    <uws:result";
        attribute("id", result.id);
        text_ += " xlink:type=\"simple\"";
        attribute("xlink:href", result_url("/results/", result.id));
        attribute("size", std::to_string(result.size));
        attribute("mime-type", result.content_type);
        attribute("c:filename", result.file);
        attribute("c:sha256", result.sha256);
        text_ += "/>\n";
    }
    for (auto const& form : provenance_forms) {
        if (!job_.kin.provenance) break;
        text_ += "    <uws:result";
        attribute("id", form.name);
        text_ += " xlink:type=\"simple\"";
        attribute("xlink:href", result_url("/", std::string(form.name)));
        attribute("mime-type", form.media_type);
        attribute("c:filename", form.file);
        text_ += "/>\n";
    }
    text_ += "  </uws:results>\n";
}

void Writer::error_summary() {
    if (!job_.error) return;
    text_ += "  <uws:errorSummary";
    attribute("type", job_.error->transient ? "transient" : "fatal");
    attribute("hasDetail", job_.phase == Phase::error ? "true" : "false");
    text_ += ">\n  ";
    element("message", job_.error->message);
    text_ += "  </uws:errorSummary>\n";
}

void Writer::job_info() {
    if (job_.cores == 0 && !job_.progress && job_.kin.parent.empty() && job_.kin.members == 0) return;
    text_ += "  <uws:jobInfo xmlns:v=\"urn:vespa-hpc:jobinfo:1\">\n";
    if (job_.progress) {
        text_ += "    <v:progress";
        attribute("fraction", job_.progress->fraction);
        attribute("done", job_.progress->done);
        if (job_.progress->total > 0) attribute("total", job_.progress->total);
        if (!job_.progress->phase.empty()) attribute("phase", job_.progress->phase);
        if (!job_.progress->message.empty()) attribute("message", job_.progress->message);
        attribute("updated", to_text(job_.progress->updated));
        text_ += "/>\n";
    }
    if (job_.cores > 0) {
        text_ += "    <v:resources";
        attribute("backend", "local");
        attribute("cores", std::to_string(job_.cores));
        attribute("ranks", std::to_string(job_.ranks));
        text_ += "/>\n";
    }
    if (!job_.kin.parent.empty()) {
        text_ += "    <v:parent";
        attribute("member", std::to_string(job_.kin.member));
        text_ += " xlink:type=\"simple\"";
        attribute("xlink:href", list_url_ + "/" + job_.kin.parent);
        text_ += "/>\n";
    }
    if (job_.kin.members > 0) {
        text_ += "    <v:sweep";
        attribute("members", std::to_string(job_.kin.members));
        text_ += " xlink:type=\"simple\"";
        attribute("xlink:href", list_url_ + "?PARENT=" + job_.id);
        text_ += "/>\n";
    }
    for (std::string_view const stream : {"stdout", "stderr"}) {
        if (!job_.started || job_.kin.members > 0) break;
        text_ += "    <v:log";
        attribute("stream", stream);
        text_ += " xlink:type=\"simple\"";
        attribute("xlink:href", job_url_ + "/" + std::string(stream));
        text_ += "/>\n";
    }
    text_ += "  </uws:jobInfo>\n";
}

}  // namespace

JobReference make_reference(Job const& job) {
    JobReference reference;
    reference.before = "  <uws:jobref id=\"" + job.id + "\" xlink:type=\"simple\" xlink:href=\"";
    std::string& after = reference.after;
    after.reserve(224 + (job.run_id ? job.run_id->size() : 0) + job.owner.size());
    after.append("/")
        .append(job.id)
        .append("\"><uws:phase>")
        .append(phase_name(job.phase))
        .append("</uws:phase>");
    if (job.run_id) {
        after += "<uws:runId>";
        append_xml(after, *job.run_id, XmlPlace::content);
        after += "</uws:runId>";
    }
    if (job.owner.empty()) {
        after += "<uws:ownerId xsi:nil=\"true\"/>";
    } else {
        after += "<uws:ownerId>";
        append_xml(after, job.owner, XmlPlace::content);
        after += "</uws:ownerId>";
    }
    after.append("<uws:creationTime>")
        .append(to_text(job.created))
        .append("</uws:creationTime></uws:jobref>\n");
    return reference;
}

JobListWriter::JobListWriter(std::string_view list_url, std::size_t expected_jobs) {
    append_xml(list_url_, list_url, XmlPlace::attribute);
    text_.reserve(400 + expected_jobs * (list_url_.size() + 300));
    text_.append(declaration).append("<uws:jobs").append(namespaces).append(" version=\"1.1\">\n");
}

void JobListWriter::add(JobReference const& reference) {
    text_.append(reference.before).append(list_url_).append(reference.after);
}

std::string JobListWriter::finish() && {
    text_ += "</uws:jobs>\n";
    return std::move(text_);
}

std::string job_document(Job const& job, std::string_view list_url, DocumentStyle const& style) {
    Writer writer(job, list_url, style);
    writer.job();
    return std::move(writer).finish();
}

std::string parameters_document(Job const& job, std::string_view list_url, DocumentStyle const& style) {
    Writer writer(job, list_url, style);
    writer.parameters(namespaces);
    return std::move(writer).finish();
}

std::string results_document(Job const& job, std::string_view list_url, DocumentStyle const& style) {
    Writer writer(job, list_url, style);
    writer.results(namespaces);
    return std::move(writer).finish();
}

}  // namespace vespa::uws
