import FoundationEssentials

/// What this process holds of the machine's memory (`proc(5)`); zero where there is no `/proc`.
package struct ProcessMemory: Encodable {
    package let residentKilobytes: Int
    package let peakKilobytes: Int

    package static func now() -> ProcessMemory {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        func value(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        return ProcessMemory(residentKilobytes: value("VmRSS"), peakKilobytes: value("VmHWM"))
    }
}
