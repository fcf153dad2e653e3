#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "core/errors/bad_input.hpp"
#include "mulumesc/crism/formula.hpp"

namespace vespa::mulumesc {

namespace {

constexpr int deepest = 60;

/// How a function is written: wavelengths before and behind the semicolon.
struct Signature {
    Operation operation;
    std::size_t before, behind;
};
std::map<std::string, Signature, std::less<>> const& signatures() {
    static std::map<std::string, Signature, std::less<>> const all = {
        {"R", {Operation::reflectance, 1, 0}}, {"W", {Operation::wavelength, 1, 0}},
        {"LIN", {Operation::line, 1, 2}},      {"BD", {Operation::band_depth, 3, 0}},
        {"BD2", {Operation::two_depth, 4, 0}}, {"SH", {Operation::shoulder, 3, 0}},
        {"RB", {Operation::below_line, 1, 2}}, {"RBA", {Operation::below_size, 1, 2}},
        {"CR", {Operation::over_line, 1, 2}},
    };
    return all;
}

/// Recursive descent over the text of one formula.
class Parser {
  public:
    Parser(FormulaSet& set, std::vector<std::string> const& names, std::string const& text,
           std::string const& where)
        : set_(set), names_(names), text_(text), where_(where) {}

    Formula whole() {
        auto formula = sum();
        if (skip_blanks(); at_ < text_.size()) fail("an operator or the end");
        return formula;
    }

  private:
    [[noreturn]] void fail(std::string const& allowed) {
        skip_blanks();
        auto const found = at_ < text_.size() ? fmt::format("'{}'", text_.substr(at_, 12)) : "the end";
        throw BadInput(fmt::format("{} in column {} of the formula", found, at_ + 1), where_, allowed);
    }
    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
            ++at_;
    }
    bool take(char c) {
        skip_blanks();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    void need(char c) {
        if (!take(c)) fail(fmt::format("'{}'", c));
    }

    double number() {
        skip_blanks();
        double value = 0;
        auto const* const end = text_.data() + text_.size();
        auto const [stop, error] = std::from_chars(text_.data() + at_, end, value);
        if (at_ >= text_.size() || (text_[at_] != '.' && (text_[at_] < '0' || text_[at_] > '9')) ||
            error != std::errc())
            fail("a number");
        at_ = static_cast<std::size_t>(stop - text_.data());
        return value;
    }
    double number_within(double low, double high, char const* what) {
        skip_blanks();
        auto const before = at_;
        double const value = number();
        if (value >= low && value <= high) return value;
        at_ = before;
        fail(fmt::format("{} from {} to {}", what, low, high));
    }
    double wavelength() { return number_within(50, 250000, "a wavelength in nm"); }

    std::size_t sample() {
        Sample wanted{wavelength(), 1};
        if (take(':')) {
            double const kernel = number_within(1, 99, "a kernel of channels");
            if (kernel != std::floor(kernel)) fail("a whole number of channels");
            wanted.kernel = static_cast<int>(kernel);
        }
        auto const found = std::find(set_.samples.begin(), set_.samples.end(), wanted);
        if (found != set_.samples.end()) return static_cast<std::size_t>(found - set_.samples.begin());
        set_.samples.push_back(wanted);
        return set_.samples.size() - 1;
    }

    static Formula made_of(Operation operation, Formula a, Formula b) {
        Formula out;
        out.operation = operation;
        out.arguments.push_back(std::move(a));
        out.arguments.push_back(std::move(b));
        return out;
    }

    Formula sum() {
        if (++depth_ > deepest) fail(fmt::format("at most {} levels of brackets", deepest));
        auto left = product();
        while (true) {
            if (take('+')) {
                left = made_of(Operation::add, std::move(left), product());
            } else if (take('-')) {
                left = made_of(Operation::subtract, std::move(left), product());
            } else {
                --depth_;
                return left;
            }
        }
    }

    Formula product() {
        auto left = signed_power();
        while (true) {
            if (take('*')) {
                left = made_of(Operation::multiply, std::move(left), signed_power());
            } else if (take('/')) {
                left = made_of(Operation::divide, std::move(left), signed_power());
            } else {
                return left;
            }
        }
    }

    Formula signed_power() {
        bool const is_negative = take('-');
        auto value = primary();
        if (take('^')) {
            Formula exponent;
            exponent.value = number();
            value = made_of(Operation::power, std::move(value), std::move(exponent));
        }
        if (!is_negative) return value;
        Formula out;
        out.operation = Operation::negate;
        out.arguments.push_back(std::move(value));
        return out;
    }

    Formula primary() {
        if (take('(')) {
            auto inner = sum();
            need(')');
            return inner;
        }
        skip_blanks();
        auto const is_letter = [&](std::size_t i) {
            return i < text_.size() &&
                   (std::isalpha(static_cast<unsigned char>(text_[i])) || text_[i] == '_');
        };
        if (is_letter(at_)) return named();
        Formula out;
        out.value = number();
        return out;
    }

    Formula named() {
        auto const first = at_;
        while (at_ < text_.size() &&
               (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_'))
            ++at_;
        auto const name = text_.substr(first, at_ - first);
        Formula out;
        if (name == "r" && is_within_range_) {
            out.operation = Operation::own;
            return out;
        }
        if (take('(')) {
            call(name, first, out);
            return out;
        }
        auto const found = std::find(names_.begin(), names_.end(), name);
        if (found == names_.end()) {
            at_ = first;
            fail("a number, a function, or the name of a parameter above");
        }
        out.operation = Operation::parameter;
        out.value = static_cast<double>(found - names_.begin());
        return out;
    }

    void call(std::string const& name, std::size_t first, Formula& out) {
        if (auto const known = signatures().find(name); known != signatures().end()) {
            wavelengths(known->second, out);
        } else if (name == "min" || name == "sqrt") {
            out.operation = name == "min" ? Operation::least : Operation::root;
            out.arguments.push_back(sum());
            while (name == "min" && take(','))
                out.arguments.push_back(sum());
        } else if ((name == "INT" || name == "SUM") && !is_within_range_) {
            range(name == "INT" ? Operation::integral : Operation::sum, out);
        } else if (name == "QLINE" && is_within_range_) {
            percent_line(out);
        } else if (name == "PEAK" || name == "TOP") {
            polynomial(name == "PEAK" ? Operation::peak : Operation::top, out);
        } else {
            at_ = first;
            fail(
                "R W LIN BD BD2 SH RB RBA CR min sqrt INT SUM PEAK TOP; within INT and SUM also r and QLINE");
        }
        need(')');
    }

    void wavelengths(Signature const& signature, Formula& out) {
        out.operation = signature.operation;
        for (std::size_t i = 0; i < signature.before; ++i) {
            if (i > 0) need(',');
            out.samples.push_back(sample());
        }
        if (signature.behind == 0) return;
        if (signature.operation == Operation::line && is_within_range_ && take(',')) {
            out.samples.push_back(sample());
            return;
        }
        need(';');
        for (std::size_t i = 0; i < signature.behind; ++i) {
            if (i > 0) need(',');
            out.samples.push_back(sample());
        }
    }

    void ends(Formula& out) {
        double const low = wavelength();
        need(',');
        double const high = wavelength();
        if (!(low < high)) fail("ends that rise, before this");
        out.limits.push_back(low);
        out.limits.push_back(high);
    }

    void range(Operation operation, Formula& out) {
        out.operation = operation;
        ends(out);
        need(';');
        is_within_range_ = true;
        out.arguments.push_back(sum());
        is_within_range_ = false;
    }

    void percent_line(Formula& out) {
        out.operation = Operation::percent_line;
        for (int k = 0; k < 2; ++k) {
            if (k > 0) need(';');
            ends(out);
            need(',');
            out.limits.push_back(number_within(0, 100, "a percentage"));
        }
    }

    void polynomial(Operation operation, Formula& out) {
        out.operation = operation;
        out.value = number_within(1, 8, "a degree");
        need(';');
        out.samples.push_back(sample());
        while (take(','))
            out.samples.push_back(sample());
        if (static_cast<double>(out.samples.size()) < out.value + 1) fail("more wavelengths than the degree");
        for (std::size_t i = 1; i < out.samples.size(); ++i)
            if (!(set_.samples[out.samples[i]].wavelength_nm >
                  set_.samples[out.samples[i - 1]].wavelength_nm))
                fail("wavelengths that rise, before this");
    }

    FormulaSet& set_;
    std::vector<std::string> const& names_;
    std::string const &text_, &where_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool is_within_range_ = false;
};

}  // namespace

void append_formula(FormulaSet& set, std::vector<std::string> const& names, std::string const& text,
                    std::string const& where) {
    auto formula = Parser(set, names, text, where).whole();
    set.formulas.push_back(std::move(formula));
}

}  // namespace vespa::mulumesc
