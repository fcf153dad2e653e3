#include "access/rate_limiter.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace vespa::uws {
namespace {

Rate read_rate(Settings const& rates, std::string const& key, Rate rate) {
    rate.a_second = rates.number(key, rate.a_second, 0, 1e6);
    rate.at_once = rates.number(key + "-burst", std::max(rate.at_once, rate.a_second), 1, 1e7);
    return rate;
}

double tokens_of(double tokens, std::chrono::steady_clock::duration since, Rate const& rate) {
    return std::min(rate.at_once, tokens + std::chrono::duration<double>(since).count() * rate.a_second);
}

RateLimiter::Clock::duration wait_for(double tokens, Rate const& rate) {
    if (tokens >= 1) return {};
    return std::chrono::ceil<RateLimiter::Clock::duration>(
        std::chrono::duration<double>((1 - tokens) / rate.a_second));
}

}  // namespace

RateSettings read_rates(Settings const& rates) {
    RateSettings settings;
    settings.address = read_rate(rates, "address", settings.address);
    settings.guest = read_rate(rates, "guest", settings.guest);
    settings.user = read_rate(rates, "user", settings.user);
    settings.wrong = read_rate(rates, "wrong-credentials", settings.wrong);
    settings.remembered = static_cast<std::size_t>(
        rates.whole("remembered", static_cast<std::int64_t>(settings.remembered), 100, 10'000'000));
    rates.finish();
    return settings;
}

RateLimiter::Clock::duration RateLimiter::take(std::string const& key, Rate const& rate,
                                               Clock::time_point now) {
    if (rate.a_second <= 0) return {};
    auto const known = by_key_.find(key);
    if (known == by_key_.end()) {
        if (buckets_.size() >= most_) {
            by_key_.erase(buckets_.back().key);
            buckets_.pop_back();
        }
        buckets_.push_front({key, rate.at_once, now});
        by_key_.emplace(buckets_.front().key, buckets_.begin());
    } else {
        buckets_.splice(buckets_.begin(), buckets_, known->second);
    }
    Bucket& bucket = buckets_.front();
    bucket.tokens = tokens_of(bucket.tokens, now - bucket.filled, rate);
    bucket.filled = now;
    auto const wait = wait_for(bucket.tokens, rate);
    if (wait == Clock::duration::zero()) bucket.tokens -= 1;
    return wait;
}

RateLimiter::Clock::duration RateLimiter::ask(std::string const& key, Rate const& rate,
                                              Clock::time_point now) const {
    auto const known = by_key_.find(key);
    if (rate.a_second <= 0 || known == by_key_.end()) return {};
    return wait_for(tokens_of(known->second->tokens, now - known->second->filled, rate), rate);
}

std::string rate_key(std::string const& address) {
    std::array<unsigned char, 16> bytes{};
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    std::array<char, INET6_ADDRSTRLEN> text{};
    bool const mapped = bytes[10] == 0xFF && bytes[11] == 0xFF &&
                        std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; });
    if (mapped) {
        ::inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
        return text.data();
    }
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return std::string(text.data()) + "/64";
}

}  // namespace vespa::uws
