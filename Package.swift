// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target of this package is compiled with the same, strictest set of language features.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Compiled as for a release in debug builds too: the proofs of the journal read millions of journals, and an import looks at
/// every byte of its file. Preconditions and
/// overflows are checked all the same.
let optimized = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A program for use needs no library of its host, and no loader: it starts on every Linux of its processor. LLD sorts
/// what it links so that less of it is read, leaves out what nothing refers to, keeps equal functions once, and writes the
/// table by which the frames of an exception are found (`CStaticProgram`).
let selfContained = linking(
    ["-static-executable", "-use-ld=lld"],
    linker: ["--gc-sections", "--icf=safe", "--eh-frame-hdr"]
        + wrapping("__register_frame_info", "__deregister_frame_info"))

/// ncurses asks the program, not the host's locale, how characters are written and how wide they are
/// (`Sources/Client/CNCurses/characters.c`).
let ownCharacters = linking([], linker: wrapping("wcwidth", "wcrtomb", "nl_langinfo"))

/// Calls of these functions become calls of `__wrap_…` (ld(1)).
func wrapping(_ functions: String...) -> [String] {
    functions.map { "--wrap=\($0)" }
}

/// Flags with which programs for use are linked on Linux.
func linking(_ flags: [String], linker: [String]) -> LinkerSetting {
    .unsafeFlags(
        flags + linker.flatMap { ["-Xlinker", $0] }, .when(platforms: [.linux], configuration: .release))
}

// MARK: - Dependencies

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

// MARK: - Rooms

extension Target {
    /// A library that lives in `Sources/<room>/<name>`.
    static func room(
        _ room: String, _ name: String, _ dependencies: [Dependency] = [], settings: [SwiftSetting] = strict
    ) -> Target {
        .target(name: name, dependencies: dependencies, path: "Sources/\(room)/\(name)", swiftSettings: settings)
    }

    /// An executable that lives in `Sources/<room>/<name>`.
    static func program(
        _ room: String, _ name: String, _ dependencies: [Dependency], linking settings: [LinkerSetting] = []
    ) -> Target {
        .executableTarget(
            name: name, dependencies: dependencies, path: "Sources/\(room)/\(name)", swiftSettings: strict,
            linkerSettings: [selfContained] + settings)
    }

    /// The tests of one module, in `Tests/<name>Tests`.
    static func tests(of name: String, _ dependencies: [Dependency]) -> Target {
        .testTarget(
            name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests", swiftSettings: strict)
    }
}

let shared: [Target] = [
    .room("Shared", "Domain", [crypto], settings: optimized),
    .target(name: "CCoreDumps", path: "Sources/Shared/CCoreDumps"),
    .target(name: "CDescriptors", path: "Sources/Shared/CDescriptors"),
    .target(name: "CStaticProgram", path: "Sources/Shared/CStaticProgram"),
    .room("Shared", "CommandWords", ["Domain", argumentParser]),
    .room("Shared", "Files", [systemPackage], settings: optimized),
    .room("Shared", "JSON", settings: optimized),
    .room("Shared", "HTTP", ["JSON", httpTypes]),
    .room("Shared", "NIOFailures", ["HTTP", nioCore, nioHTTP1, nioPosix, nioSSL]),
    .room("Shared", "OpenID", ["HTTP", "JSON", httpTypes]),
    .room("Shared", "Randomness"),
    .room("Shared", "SQLite", [grdb]),
    .room("Shared", "Signals"),
    .room("Shared", "StandardStreams", ["Domain"]),
    .room("Shared", "TLSPolicy", [nioSSL]),
    .room("Shared", "Wire", ["Domain", "HTTP", "JSON", httpTypes], settings: optimized),
    .room(
        "Shared", "Transports",
        [
            "Files", "HTTP", "NIOFailures", "TLSPolicy",
            asyncHTTPClient, httpTypes, logging, nioCore, nioHTTP1, nioHTTPCompression, nioPosix, nioSSL,
        ]),
]

let client: [Target] = [
    .room(
        "Client", "APIClient",
        ["Domain", "Files", "HTTP", "JSON", "Signing", "Wire", httpTypes, subprocess, systemPackage]),
    .room("Client", "Disks", ["Files", systemPackage], settings: optimized),
    .room(
        "Client", "Journal", ["Disks", "Domain", "Files", "JSON", "Wire", crypto, systemPackage], settings: optimized),
    .room("Client", "Wording", ["APIClient", "Domain", "Journal", "Wire"]),
    .room("Client", "Sync", ["APIClient", "Domain", "HTTP", "Journal", "Wire", "Wording"]),
    .target(name: "CAllocator", path: "Sources/Client/CAllocator"),
    .target(name: "CFileSystem", path: "Sources/Client/CFileSystem"),
    .room(
        "Client", "Cache",
        [
            "APIClient", "CFileSystem", "Disks", "Domain", "Files", "HTTP", "JSON", "SQLite", "Wire",
            crypto, grdb, systemPackage,
        ]),
    .room("Client", "Settings", ["Disks", "Domain", "Files", "HTTP", systemPackage, tomlKit]),
    .room("Client", "Screen", settings: optimized),
    .room("Client", "Panes", ["Domain", "Journal", "Screen", "Wire", "Wording"], settings: optimized),
    .target(
        name: "CNCurses", path: "Sources/Client/CNCurses",
        cSettings: [.define("STATIC_C_LIBRARY", .when(platforms: [.linux], configuration: .release))],
        linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .room("Client", "Terminal", ["CNCurses", "Screen"]),
    .room("Client", "SignIn", ["Disks", "Domain", "Files", "JSON", "OpenID", systemPackage]),
    .room(
        "Client", "Workspace",
        [
            "APIClient", "AWSCredentials", "Cache", "Disks", "Domain", "Files", "HTTP", "JSON", "Journal", "OpenID",
            "Settings", "SignIn", "Signing", "Sync", "Transports", "Wire", "Wording", httpTypes, systemPackage,
        ]),
    .room(
        "Client", "Transfer",
        ["APIClient", "Domain", "Files", "JSON", "Journal", "Screen", "Wire", "Wording", "Workspace", systemPackage],
        settings: optimized),
    .room(
        "Client", "Commands",
        [
            "APIClient", "Cache", "Disks", "Domain", "Files", "HTTP", "Journal", "JSON", "Panes", "Screen", "Settings",
            "SignIn", "Signals",
            "StandardStreams", "Sync", "Terminal", "Transfer", "Transports", "Wire", "Wording", "Workspace",
            argumentParser, systemPackage,
        ]),
    .program(
        "Client", "customers",
        [
            "APIClient", "CAllocator", "CCoreDumps", "CDescriptors", "CStaticProgram", "Cache", "CommandWords",
            "Commands",
            "Disks", "Domain", "Files", "Journal", "Panes", "Screen", "Settings", "StandardStreams", "Sync", "Terminal",
            "Transfer", "Wire", "Wording", "Workspace",
            argumentParser, subprocess, systemPackage,
        ],
        linking: [ownCharacters]),
]

let service: [Target] = [
    .room("Service", "CustomerAPI", ["Domain", "HTTP", "JSON", "Wire", crypto, httpTypes, logging]),
    .room("Service", "OIDC", ["CustomerAPI", "Domain", "JSON", "OpenID", crypto, cryptoExtras]),
    .room(
        "Service", "SQLiteStore",
        ["CustomerAPI", "Domain", "Files", "JSON", "SQLite", "Wire", grdb, grdbSQLite, systemPackage]),
    .room("Service", "SampleData", ["Domain", "Randomness", "Wire"]),
    .program(
        "Service", "customers-api",
        [
            "AWSCredentials", "CCoreDumps", "CDescriptors", "CStaticProgram", "CommandWords", "CustomerAPI", "Domain",
            "DynamoDB", "DynamoDBStore", "Files", "HTTP", "JSON", "OIDC", "OpenID", "SampleData", "Signals", "Signing",
            "SQLiteStore", "StandardStreams", "TLSPolicy", "Transports", "Wire",
            argumentParser, crypto, httpTypes, hummingbird, hummingbirdCore, logging, nioCore, nioHTTP1, nioPosix,
            nioSSL,
            serviceLifecycle, systemPackage, unixSignals,
        ]),
]

let aws: [Target] = [
    .room(
        "AWS", "LightTransport", ["HTTP", "NIOFailures", "TLSPolicy", httpTypes, nioCore, nioHTTP1, nioPosix, nioSSL]),
    .room("AWS", "LambdaRuntime", ["JSON", logging]),
    .room("AWS", "APIGateway", ["HTTP", "JSON", httpTypes]),
    .program(
        "AWS", "customers-lambda",
        [
            "APIGateway", "AWSCredentials", "CDescriptors", "CStaticProgram", "CustomerAPI", "Domain", "DynamoDB",
            "DynamoDBStore",
            "HTTP",
            "JSON", "LambdaRuntime", "LightTransport", "Signing", "StandardStreams", "Wire", logging,
        ]),
    .room("AWS", "Signing", ["Domain", "HTTP", "JSON", crypto, httpTypes]),
    .room("AWS", "DynamoDB", ["Domain", "HTTP", "JSON", "Signing", httpTypes]),
    .room("AWS", "DynamoDBStore", ["CustomerAPI", "Domain", "DynamoDB", "JSON", "Signing", "Wire"]),
    .room("AWS", "AWSCredentials", ["Domain", "HTTP", "Signing", httpTypes, subprocess, systemPackage]),
]

let benchmarks: [Target] = [
    .target(name: "BenchSupport", path: "Assets/benchmarks/BenchSupport", swiftSettings: strict),
    .executableTarget(
        name: "store-bench",
        dependencies: [
            "BenchSupport", "CustomerAPI", "Domain", "Randomness", "SQLiteStore", "SampleData", "Wire", argumentParser,
        ],
        path: "Assets/benchmarks/StoreBench", swiftSettings: strict),
    .executableTarget(
        name: "journal-bench",
        dependencies: ["BenchSupport", "Disks", "Domain", "Files", "Journal", "Wire", argumentParser, systemPackage],
        path: "Assets/benchmarks/JournalBench", swiftSettings: strict),
    .executableTarget(
        name: "cache-bench",
        dependencies: ["BenchSupport", "Cache", "Domain", "Randomness", "SampleData", "Wire", argumentParser],
        path: "Assets/benchmarks/CacheBench", swiftSettings: strict),
    .executableTarget(
        name: "sync-bench",
        dependencies: [
            "APIClient", "BenchSupport", "Disks", "Domain", "Files", "HTTP", "Journal", "Sync", "Transports", "Wire",
            argumentParser, systemPackage,
        ],
        path: "Assets/benchmarks/SyncBench", swiftSettings: strict),
    .executableTarget(
        name: "hello-bench", dependencies: ["StandardStreams", hummingbird, logging, nioCore],
        path: "Assets/benchmarks/HelloBench", swiftSettings: strict),
]

let tests: [Target] = [
    .target(name: "CPseudoterminal", path: "Tests/CPseudoterminal"),
    .target(name: "CWrongClock", path: "Tests/CWrongClock"),
    .executableTarget(
        name: "terminal-probe", dependencies: ["Screen", "Terminal"], path: "Tests/TerminalProbe", swiftSettings: strict
    ),
    .target(
        name: "JournalProof",
        dependencies: ["Disks", "Domain", "Files", "Journal", "Randomness", "Wire", crypto, systemPackage],
        path: "Tests/JournalProof", swiftSettings: optimized),
    .executableTarget(
        name: "journal-probe",
        dependencies: ["Domain", "Journal", "JournalProof", "Randomness", "Wire", argumentParser],
        path: "Tests/JournalProbe", swiftSettings: strict),
    .target(
        name: "TestSupport",
        dependencies: [
            "CPseudoterminal", "CustomerAPI", "Domain", "DynamoDB", "DynamoDBStore", "HTTP", "Journal", "Randomness",
            "SearchCases", "Signing", "Sync", "Transports", "Wire", crypto, httpTypes, subprocess, systemPackage,
        ],
        path: "Tests/TestSupport", swiftSettings: strict),
    .target(
        name: "SearchCases", dependencies: ["Domain"], path: "Tests/SearchCases",
        exclude: ["cases.txt", "duplicates.txt", "filters.txt"],
        swiftSettings: strict),
    .target(
        name: "Simulation",
        dependencies: [
            "APIClient", "CustomerAPI", "Disks", "Domain", "Files", "HTTP", "Journal", "Randomness", "Sync",
            "TestSupport",
            "Wire", httpTypes, logging, systemPackage,
        ],
        path: "Tests/Simulation", swiftSettings: strict),
    .executableTarget(
        name: "simulation-run", dependencies: ["Simulation", argumentParser], path: "Tests/SimulationRun",
        swiftSettings: strict),
    .tests(of: "Domain", ["Domain", "Randomness", "SearchCases", "TestSupport"]),
    .tests(of: "Files", ["Files", systemPackage]),
    .tests(of: "JSON", ["JSON", "Randomness", "TestSupport"]),
    .tests(of: "Signals", ["Signals"]),
    .tests(of: "Screen", ["CPseudoterminal", "Randomness", "Screen", "TestSupport"]),
    .tests(of: "Terminal", ["Randomness", "Screen", "Terminal", "terminal-probe", "TestSupport"]),
    .tests(
        of: "Command",
        [
            "APIClient", "Commands", "CommandWords", "customers", "customers-api", "Domain", "HTTP", "Journal", "Panes",
            "Transfer", "Wire", "Wording", argumentParser,
        ]),
    .tests(of: "Transfer", ["Domain", "JSON", "Randomness", "TestSupport", "Transfer", "Wire", "Wording"]),
    .tests(
        of: "Workspace",
        [
            "APIClient", "Cache", "Domain", "HTTP", "Journal", "SampleData", "Settings", "TestSupport", "Wire",
            "Workspace", httpTypes,
        ]),
    .tests(
        of: "EndToEnd",
        [
            "APIClient", "Cache", "CommandWords", "CustomerAPI", "customers", "customers-api", "Domain", "HTTP",
            "Randomness", "SampleData", "SQLiteStore", "TestSupport", "Wire", httpTypes, logging,
        ]),
    .testTarget(
        name: "InterfaceLawsTests", dependencies: ["Domain", "Journal", "Panes", "Randomness", "Screen", "Wire"],
        path: "Tests/InterfaceLawsTests", swiftSettings: optimized),
    .tests(of: "Panes", ["Domain", "Journal", "Panes", "Randomness", "Screen", "SearchCases", "Wire"]),
    .tests(
        of: "Journal",
        [
            "Disks", "Domain", "Files", "Journal", "journal-probe", "JournalProof", "JSON", "TestSupport", "Wire",
            "Wording",
            systemPackage,
        ]),
    .tests(of: "Wording", ["Domain", "Wording"]),
    .tests(
        of: "Sync",
        ["APIClient", "Domain", "HTTP", "Journal", "Randomness", "Simulation", "Sync", "TestSupport", "Wire"]),
    .tests(of: "Wire", ["Domain", "HTTP", "JSON", "Randomness", "TestSupport", "Wire", httpTypes]),
    .tests(of: "OIDC", ["CustomerAPI", "Domain", "HTTP", "OIDC", "OpenID", crypto, cryptoExtras, httpTypes]),
    .tests(
        of: "CustomerAPI",
        [
            "CustomerAPI", "Domain", "HTTP", "Randomness", "SearchCases", "SQLiteStore", "TestSupport", "Wire", crypto,
            httpTypes, logging,
        ]),
    .tests(
        of: "SelfHostedServer",
        [
            "CustomerAPI", "customers-api", "Domain", "Files", "HTTP", "OIDC", "SQLiteStore", "TestSupport", "Wire",
            argumentParser, grdb, httpTypes, logging, nioCore,
        ]),
    .tests(of: "Server", ["Randomness", "TestSupport", asyncHTTPClient, nioCore, nioHTTP1, nioSSL]),
    .tests(
        of: "TLSPolicy",
        [
            "customers-api", "HTTP", "LightTransport", "TestSupport", "TLSPolicy", "Transports", httpTypes, nioSSL,
            subprocess,
        ]),
    .tests(
        of: "SQLiteStore",
        [
            "CustomerAPI", "Domain", "SampleData", "SearchCases", "SQLiteStore", "TestSupport", "Wire", grdb,
            grdbSQLite,
            systemPackage,
        ]),
    .tests(of: "SampleData", ["Domain", "SampleData", "Wire"]),
    .tests(of: "Settings", ["Domain", "Settings"]),
    .tests(of: "SignIn", ["Domain", "HTTP", "OpenID", "SignIn", "TestSupport", "Transports", httpTypes]),
    .tests(
        of: "APIClient",
        ["APIClient", "Domain", "HTTP", "Signing", "TestSupport", "Transports", "Wire", httpTypes, nioCore]),
    .tests(of: "AWSCredentials", ["AWSCredentials", "Domain", "HTTP", "Signing", "TestSupport", "Transports"]),
    .tests(of: "DynamoDB", ["Domain", "DynamoDB", "HTTP", "JSON", "Signing", "TestSupport", "Transports"]),
    .tests(
        of: "DynamoDBStore",
        [
            "CustomerAPI", "customers", "customers-api", "Domain", "DynamoDB", "DynamoDBStore", "HTTP", "Randomness",
            "SampleData", "Signing", "TestSupport", "Wire", httpTypes, logging,
        ]),
    .tests(of: "Signing", ["Domain", "HTTP", "Signing", "TestSupport", httpTypes]),
    .tests(
        of: "Cache",
        [
            "APIClient", "Cache", "Domain", "HTTP", "Randomness", "SampleData", "SearchCases", "TestSupport", "Wire",
            grdb,
            httpTypes,
        ]),
    .tests(of: "LightTransport", ["customers-api", "HTTP", "LightTransport", "TestSupport", httpTypes]),
    .tests(of: "LambdaRuntime", ["LambdaRuntime", "Randomness", "TestSupport", logging]),
    .tests(of: "APIGateway", ["APIGateway", "HTTP", "TestSupport", httpTypes]),
    .tests(
        of: "Lambda",
        [
            "APIGateway", "CustomerAPI", "customers-lambda", "Domain", "LambdaRuntime", "Signing", "TestSupport",
            "Wire",
            logging, subprocess,
        ]),
]

let package = Package(
    name: "CustomerDesk",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "cache-bench", targets: ["cache-bench"]),
        .executable(name: "customers", targets: ["customers"]),
        .executable(name: "customers-api", targets: ["customers-api"]),
        .executable(name: "customers-lambda", targets: ["customers-lambda"]),
        .executable(name: "hello-bench", targets: ["hello-bench"]),
        .executable(name: "journal-bench", targets: ["journal-bench"]),
        .executable(name: "store-bench", targets: ["store-bench"]),
        .executable(name: "sync-bench", targets: ["sync-bench"]),
        .library(name: "WrongClock", type: .dynamic, targets: ["CWrongClock"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: shared + client + service + aws + benchmarks + tests
)
