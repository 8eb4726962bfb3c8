extension ConnectionTable {
    /// In Prometheus' text format.
    var metricLines: [String] {
        let counts = counts
        var lines = MetricsText.heading(
            "customers_api_connections", "gauge", "Open connections, by whether a token was shown.")
        lines.append("customers_api_connections{token=\"shown\"} \(counts.known)")
        lines.append("customers_api_connections{token=\"none\"} \(counts.open - counts.known)")
        lines += MetricsText.heading(
            "customers_api_connections_dropped_total", "counter", "Connections let go to make room for others.")
        lines.append("customers_api_connections_dropped_total \(counts.dropped)")
        return lines
    }
}

extension TLSIdentity {
    /// In Prometheus' text format.
    var metricLines: [String] {
        MetricsText.gauge(
            "customers_api_certificate_days_left", "Whole days until the certificate ends.", "\(daysLeft)")
    }
}
