import Domain

extension ClientSettings {
    /// Puts the sources together, the weakest first: defaults, files, environment, flags.
    ///
    /// - Throws: ``SettingsFailure`` for what they say wrong or leave open.
    package static func resolve(
        file: ConfigFile?, environment: [String: String], flags: SettingsFlags
    ) throws(SettingsFailure) -> ClientSettings {
        var settings = ClientSettings()
        let environment = environment.filter { !$0.value.isEmpty }
        (settings.profileName, settings.origins.profileName) = try chosenProfile(file, environment, flags)
        let profile = file?.profiles[settings.profileName]
        if profile == nil, settings.profileName != standardProfile {
            throw .unknownProfile(
                settings.profileName, settings.origins.profileName, known: file?.profiles.keys.sorted() ?? [],
                files: file?.paths ?? [])
        }
        settings.apply(file)
        let isAddressed = flags.api != nil || environment["CUSTOMERS_API_URL"] != nil
        if let file, settings.leavesProfilesUnused, !isAddressed {
            throw .noProfileChosen(known: settings.profiles.map(\.name), files: file.paths)
        }
        settings.apply(profile)
        try settings.authenticate(profile, environment["CUSTOMERS_API_TOKEN"])
        if let api = environment["CUSTOMERS_API_URL"] { settings.set(api: api, .environment("CUSTOMERS_API_URL")) }
        settings.apply(flags)
        try settings.bindSignIn(
            CredentialOwner.Addresses(
                flag: flags.api, environment: environment["CUSTOMERS_API_URL"],
                besideCredential: profile?.signInAddress, profile: profile?.api?.value ?? ClientSettings().api))
        return settings
    }

    /// Whether nobody has said where the API is, nor who asks it: no file, no variable and no flag.
    package var isFirstStart: Bool {
        !hasFile && origins.api == .standard && origins.authentication == .standard
    }

    /// Whether there are profiles and none of them is chosen.
    package var leavesProfilesUnused: Bool {
        origins.profileName == .standard && !profiles.isEmpty && !profiles.contains { $0.name == profileName }
    }

    /// Whether a name can be that of a profile, and so of a directory: 1–64 of `A–Z a–z 0–9 _ -`.
    package static func isProfileName(_ name: String) -> Bool {
        SavedView.isName(name)
    }

    private static func chosenProfile(
        _ file: ConfigFile?, _ environment: [String: String], _ flags: SettingsFlags
    ) throws(SettingsFailure) -> (String, Origin) {
        let chosen: (name: String, origin: Origin)
        if let name = flags.profile {
            chosen = (name, .flag("--profile"))
        } else if let name = environment["CUSTOMERS_PROFILE"] {
            chosen = (name, .environment("CUSTOMERS_PROFILE"))
        } else if let profile = file?.profile {
            chosen = (profile.value, profile.origin)
        } else {
            chosen = (standardProfile, .standard)
        }
        guard isProfileName(chosen.name) else { throw .badProfileName(chosen.name, chosen.origin) }
        return chosen
    }
}

// MARK: - One source after the other

extension ClientSettings {
    private mutating func apply(_ file: ConfigFile?) {
        guard let file else { return }
        hasFile = true
        (colours, origins.colours) = (file.colours.mapValues(\.value), file.colours.mapValues(\.place))
        views = file.views.values.sorted { $0.name < $1.name }
        columns = file.columns?.value ?? columns
        keepsSearches = file.keepsSearches?.value ?? keepsSearches
        (commands, origins.commands) = (file.commands.mapValues(\.value), file.commands.mapValues(\.place))
        (keys, origins.keys) = (file.keys.mapValues(\.value), file.keys.mapValues(\.place))
        profiles = file.profiles.sorted { $0.key < $1.key }.map { name, profile in
            Profile(
                name: name, api: profile.api?.value, place: profile.api?.place ?? profile.place,
                carriesToken: profile.carriesToken)
        }
    }

    private mutating func apply(_ profile: ConfigProfile?) {
        guard let profile else { return }
        if let api = profile.api { set(api: api.value, api.origin) }
        if let cache = profile.cache { set(cache: cache.value, cache.origin) }
        if let own = profile.isReadOnly { (isReadOnly, origins.isReadOnly) = (own.value, own.origin) }
        if let own = profile.replicates { (replicates, origins.replicates) = (own.value, own.origin) }
        pollSeconds = profile.pollSeconds?.value ?? pollSeconds
        caFile = profile.caFile
        lockCommand = profile.lockCommand?.value
        idleLockMinutes = profile.idleLockMinutes?.value ?? idleLockMinutes
        timeZone = profile.timeZone?.value
        masksWhenShared = profile.masksWhenShared?.value ?? masksWhenShared
        columns = profile.columns?.value ?? columns
        keepsSearches = profile.keepsSearches?.value ?? keepsSearches
        usesMouse = profile.usesMouse?.value ?? usesMouse
        if let own = profile.serverUser { (serverUser, origins.serverUser) = (own.value, own.origin) }
    }

    private mutating func apply(_ flags: SettingsFlags) {
        if let api = flags.api { set(api: api, .flag("--api")) }
        if let cache = flags.cache { set(cache: cache, .flag("--cache")) }
        if flags.isReadOnly { (isReadOnly, origins.isReadOnly) = (true, .flag("--readonly")) }
        allowsInsecureHTTP = flags.allowsInsecureHTTP
    }

    /// A token in the environment is used whatever the file says, unless it says `aws`.
    private mutating func authenticate(_ profile: ConfigProfile?, _ token: String?) throws(SettingsFailure) {
        if let scheme = profile?.authentication, scheme.value == .aws {
            set(authentication: .aws, scheme.origin)
        } else if let token {
            set(authentication: .bearer(.value(token)), .environment("CUSTOMERS_API_TOKEN"))
        } else if let profile, let source = profile.tokenSource {
            let place = (profile.tokenFile ?? profile.credentialCommand)?.place ?? profile.place
            set(authentication: .bearer(source), .file(place))
        } else if let profile, let scheme = profile.authentication, scheme.value == .oidc {
            guard let issuer = profile.issuerSettings else { throw .missingIssuer(scheme.place, profile: profileName) }
            set(authentication: .oidc(issuer), scheme.origin)
        } else if let scheme = profile?.authentication {
            guard scheme.value == .none else { throw .missingToken(scheme.place, profile: profileName) }
            set(authentication: .none, scheme.origin)
        }
    }

    /// Says which address the sign-in belongs to.
    ///
    /// - Throws: when another one is asked.
    private mutating func bindSignIn(_ addresses: CredentialOwner.Addresses) throws(SettingsFailure) {
        signInAddress = addresses.asked
        let source: CredentialOwner.Source
        switch authentication {
        case .none: return
        case .bearer(.value): source = .environment
        case .bearer(.file), .bearer(.command), .oidc, .aws: source = .profile
        }
        signInAddress = CredentialOwner.address(of: source, addresses)
        guard CredentialOwner.isSame(signInAddress, addresses.asked) else {
            guard CredentialOwner.isAddress(addresses.asked) else { throw .notAnAddress(origins.api) }
            throw .foreignAddress(
                credential: origins.authentication, of: CredentialOwner.shown(signInAddress),
                asked: CredentialOwner.shown(addresses.asked), by: origins.api)
        }
    }

    private mutating func set(api: String, _ origin: Origin) {
        (self.api, origins.api) = (api, origin)
    }

    private mutating func set(cache: CachePlace, _ origin: Origin) {
        (self.cache, origins.cache) = (cache, origin)
    }

    private mutating func set(authentication: Authentication, _ origin: Origin) {
        (self.authentication, origins.authentication) = (authentication, origin)
    }
}
