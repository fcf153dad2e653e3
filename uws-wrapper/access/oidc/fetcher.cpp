#include "access/oidc/fetcher.hpp"

#include <curl/curl.h>

#include <array>
#include <mutex>

#include "access/secrets.hpp"
#include "http/aside.hpp"
#include "http/percent.hpp"

namespace vespa::uws {
namespace {

constexpr int threads = 2;
constexpr long patience_s = 10, connect_patience_s = 5;
constexpr std::size_t largest_answer = 1024 * 1024;

struct Cleaned {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t take(char* data, std::size_t size, std::size_t count, void* to) {
    auto& body = *static_cast<std::string*>(to);
    if (body.size() + size * count > largest_answer) return 0;  // ends the transfer
    body.append(data, size * count);
    return size * count;
}

std::string form_text(std::vector<std::pair<std::string, std::string>> const& form) {
    std::string text;
    for (auto const& [name, value] : form)
        text.append(text.empty() ? "" : "&").append(name + "=" + http::encode_percent(value));
    return text;
}

std::vector<std::string> headers_of(Fetch const& request) {
    std::vector<std::string> headers{"Accept: application/json"};
    if (!request.bearer.empty()) headers.push_back("Authorization: Bearer " + request.bearer);
    // RFC 6749, 2.3.1: both are form-encoded first.
    if (!request.user.empty())
        headers.push_back("Authorization: Basic " + to_base64(http::encode_percent(request.user) + ":" +
                                                              http::encode_percent(request.password)));
    if (request.form) headers.emplace_back("Content-Type: application/x-www-form-urlencoded");
    return headers;
}

Fetched perform(Fetch const& request) {
    std::unique_ptr<CURL, Cleaned> const handle(curl_easy_init());
    if (!handle) return {0, {}, "libcurl cannot start"};
    std::unique_ptr<curl_slist, Cleaned> headers;
    for (auto const& header : headers_of(request))
        headers.reset(curl_slist_append(headers.release(), header.c_str()));
    Fetched answer;
    std::array<char, CURL_ERROR_SIZE> error{};
    std::string const body = request.form ? form_text(*request.form) : std::string();
    CURL* const curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, request.url.substr(0, 6) == "https:" ? "https" : "http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, patience_s);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_patience_s);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());
    if (!request.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, request.ca_file.c_str());
    if (request.form) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    }
    CURLcode const code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        return {0, {}, error[0] != '\0' ? std::string(error.data()) : std::string(curl_easy_strerror(code))};
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

bool is_allowed(std::string const& url) {
    for (std::string_view const start :
         {"https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"})
        if (url.compare(0, start.size(), start) == 0) return true;
    return false;
}

class CurlFetcher : public Fetcher {
  public:
    explicit CurlFetcher(Loop& loop) : aside_(loop, threads) {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    }
    void fetch(Fetch request, std::function<void(Fetched)> then) override {
        auto const answer = std::make_shared<Fetched>();
        aside_.run(
            [request = std::move(request), answer] {
                *answer = is_allowed(request.url)
                              ? perform(request)
                              : Fetched{0, {}, "its URL is neither https nor on loopback"};
            },
            [answer, then = std::move(then)] { then(std::move(*answer)); });
    }

  private:
    Aside aside_;
};

}  // namespace

std::unique_ptr<Fetcher> make_fetcher(Loop& loop) {
    return std::make_unique<CurlFetcher>(loop);
}

}  // namespace vespa::uws
