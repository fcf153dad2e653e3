#include <algorithm>

#include "provenance/model.hpp"
#include "uws/phase.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

constexpr int box_width = 240, box_height = 30, step = 40, margin = 20, gap = 90;
constexpr std::size_t longest_text = 34;  // bytes that fit a box

std::string shortened(std::string const& text) {
    if (text.size() <= longest_text) return to_xml_text(text);
    auto cut = longest_text - 3;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
        --cut;  // not through a character
    return to_xml_text(text.substr(0, cut) + "...");
}

class Drawing {
  public:
    void box(int x, int y, std::string const& text, char const* fill, int round) {
        out_ += "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" +
                std::to_string(box_width) + "\" height=\"" + std::to_string(box_height) + "\" rx=\"" +
                std::to_string(round) + "\" fill=\"" + fill + "\" stroke=\"#555\"/>\n<text x=\"" +
                std::to_string(x + box_width / 2) + "\" y=\"" + std::to_string(y + 20) + "\">";
        append_xml(out_, shortened(text), XmlPlace::content);
        out_ += "</text>\n";
    }
    /// From right to left, as PROV's relations point: back to what was before.
    void arrow(int x1, int y1, int x2, int y2) {
        out_ += "<line x1=\"" + std::to_string(x1) + "\" y1=\"" + std::to_string(y1) + "\" x2=\"" +
                std::to_string(x2) + "\" y2=\"" + std::to_string(y2) + "\"/>\n";
    }
    std::string finish(int width, int height, std::string const& title) && {
        std::string head = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
                           std::to_string(width) + "\" height=\"" + std::to_string(height) +
                           "\" viewBox=\"0 0 " + std::to_string(width) + " " + std::to_string(height) +
                           "\">\n<title>";
        append_xml(head, to_xml_text(title), XmlPlace::content);
        head +=
            "</title>\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" "
            "markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#555\"/></marker></defs>\n"
            "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
            "<g font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"middle\" fill=\"#111\">\n";
        return head + "<g stroke=\"#555\" marker-end=\"url(#tip)\">\n" + out_arrows() + "</g>\n" +
               out_boxes() + "</g>\n</svg>\n";
    }

  private:
    /// Lines first, so that boxes lie over them.
    std::string out_arrows() const { return lines(true); }
    std::string out_boxes() const { return lines(false); }
    std::string lines(bool arrows) const {
        std::string kept;
        for (std::size_t at = 0; at < out_.size();) {
            auto const end = out_.find('\n', at) + 1;
            if (out_.compare(at, 5, "<line") == 0 ? arrows : !arrows) kept += out_.substr(at, end - at);
            at = end;
        }
        return kept;
    }
    std::string out_;
};

}  // namespace

std::string provenance_drawing(Facts const& facts) {
    auto const& job = facts.job;
    std::vector<std::string> before, after;
    for (auto const& input : facts.inputs)
        before.push_back(std::filesystem::path(input.file).filename());
    auto const files = before.size();
    for (auto const& parameter : job.parameters)
        if (!parameter.is_file) before.push_back(parameter.name + " = " + parameter.value);
    for (auto const& result : job.results)
        after.push_back(std::filesystem::path(result.file).filename());
    constexpr int middle = margin + box_width + gap, right = middle + box_width + gap;
    int const rows = static_cast<int>(std::max({before.size(), after.size(), std::size_t{1}}));
    int const centre = margin + (rows - 1) * step / 2;
    Drawing drawing;
    auto const column = [&](std::vector<std::string> const& texts, auto&& draw) {
        int y = margin + (rows - static_cast<int>(texts.size())) * step / 2;
        for (std::size_t i = 0; i < texts.size(); ++i, y += step)
            draw(i, y);
    };
    column(before, [&](std::size_t i, int y) {
        drawing.box(margin, y, before[i], i < files ? "#fffbd6" : "#eee", i < files ? 15 : 2);
        drawing.arrow(middle, centre + box_height / 2, margin + box_width, y + box_height / 2);
    });
    column(after, [&](std::size_t i, int y) {
        drawing.box(right, y, after[i], "#fffbd6", 15);
        drawing.arrow(right, y + box_height / 2, middle + box_width, centre + box_height / 2);
    });
    drawing.box(middle, centre, facts.description.name + ", " + std::string(phase_name(job.phase)), "#cfe2ff",
                2);
    int const below = margin + rows * step + 30;
    drawing.box(middle, below, job.owner.empty() ? "anonymous" : job.owner, "#fde2c4", 2);
    drawing.arrow(middle + box_width / 2, centre + box_height, middle + box_width / 2, below);
    return std::move(drawing).finish(right + box_width + margin, below + box_height + margin,
                                     "Provenance of job " + job.id + " of " + facts.description.name);
}

}  // namespace vespa::uws
