import Wire

extension Call {
    /// What a caller must be allowed for it; `nil` for what everybody may.
    var permission: Permission? {
        switch self {
        case .read(let call): call.permission
        case .write(.erase): .erase
        case .write: .write
        case .report: nil
        }
    }
}

extension ReadCall {
    fileprivate var permission: Permission? {
        switch self {
        case .health, .openAPI, .whoAmI, .erasures: nil
        case .list, .find, .similar, .get, .timeline, .past, .duplicates, .trash: .read
        case .changes(let query): query.cursor == nil ? .export : .follow
        }
    }
}

extension RequestContext.Caller {
    func may(_ permission: Permission) -> Bool {
        switch self {
        case .anonymous: true
        case .principal(let principal): principal.role.may(permission)
        case .forbidden, .unauthenticated, .undecided: false
        }
    }

    /// - Throws: the problem `forbidden`, with the role that is needed.
    func check(_ permission: Permission?) throws(APIError) {
        guard let permission, let principal, !may(permission) else { return }
        throw APIError(
            Problem(
                .forbidden,
                "This needs the role \(permission.role.rawValue); yours is \(principal.role.rawValue). Ask the operator."
            ))
    }

    /// - Throws: why somebody is not let in.
    func json() throws(APIError) -> CallerJSON {
        if let refusal { throw APIError(refusal) }
        guard let principal else {
            return CallerJSON(name: nil, role: Role.admin.rawValue, may: Role.admin.permissions)
        }
        return CallerJSON(name: principal.name, role: principal.role.rawValue, may: principal.role.permissions)
    }
}
