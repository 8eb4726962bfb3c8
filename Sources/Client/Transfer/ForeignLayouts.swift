/// The systems whose files are known by their headers, a row for each.
///
/// Of each the columns of the export that its users find under *Export*, in English, as of 2026; a system that adds columns is
/// known all the same, and what is not named here is left out and said to be.
extension ForeignLayout {
    static let all = [
        ForeignLayout(
            "Shopify", knownBy: [["Accepts Email Marketing"], ["Accepts Marketing", "Total Spent"]],
            [
                "name": ["First Name + Last Name", "Default Address Company", "Company"],
                "email": ["Email"], "phone": ["Phone", "Default Address Phone"],
                "company": ["Default Address Company", "Company"], "tags": ["Tags"],
                "address": [
                    "Default Address Address1 | Default Address Address2 | Default Address Zip + Default Address City "
                        + "| Default Address Province Code + Default Address Country Code",
                    "Address1 | Address2 | Zip + City | Province + Country",
                ],
            ]),
        ForeignLayout(
            "Stripe",
            knownBy: [["Created (UTC)", "Delinquent"], ["Created (UTC)", "Total Spend"], ["Card ID", "Email"]],
            [
                "name": ["Name", "Card Name", "Shipping Name"], "email": ["Email", "Customer Email"],
                "phone": ["Phone", "Shipping Phone"],
                "address": [
                    "Address Line1 | Address Line2 | Address Postal Code + Address City | Address State + Address Country",
                    "Card Address Line1 | Card Address Line2 | Card Address Zip + Card Address City "
                        + "| Card Address State + Card Address Country",
                ],
            ]),
        ForeignLayout(
            "HubSpot",
            knownBy: [["Record ID", "First Name"], ["Record ID - Contact"], ["Contact owner", "Lead Status"]],
            [
                "name": ["First Name + Last Name", "Company Name", "Associated Company"], "email": ["Email"],
                "phone": ["Phone Number", "Mobile Phone Number"], "company": ["Company Name", "Associated Company"],
                "address": ["Street Address | Postal Code + City | State/Region + Country/Region"],
            ]),
        ForeignLayout(
            "Salesforce",
            knownBy: [
                ["Mailing Street", "Mailing City"], ["MailingStreet", "MailingCity"], ["Contact ID", "Last Name"],
                ["Account Name", "Contact Owner"],
            ],
            [
                "name": [
                    "First Name + Middle Name + Last Name", "FirstName + MiddleName + LastName", "Full Name", "Name",
                    "Account Name",
                ],
                "email": ["Email"],
                "phone": ["Phone", "Mobile", "MobilePhone", "Home Phone", "HomePhone", "Other Phone"],
                "company": ["Account Name", "Company"],
                "address": [
                    "Mailing Street | Mailing Zip/Postal Code + Mailing City | Mailing State/Province + Mailing Country",
                    "MailingStreet | MailingPostalCode + MailingCity | MailingState + MailingCountry",
                ],
            ]),
        ForeignLayout(
            "Google Contacts", knownBy: [["E-mail 1 - Value"], ["Phone 1 - Value"], ["Given Name", "Yomi Name"]],
            [
                "name": [
                    "Name Prefix + First Name + Middle Name + Last Name + Name Suffix", "Name",
                    "Name Prefix + Given Name + Additional Name + Family Name + Name Suffix", "File As", "Nickname",
                    "Organization Name", "Organization 1 - Name",
                ],
                "email": ["E-mail # - Value * E-mail # - Label * E-mail # - Type"],
                "phone": ["Phone # - Value * Phone # - Label * Phone # - Type"],
                "company": ["Organization Name", "Organization 1 - Name"],
                "address": [
                    "Address # - Formatted * Address # - Label * Address # - Type",
                    "Address # - Street | Address # - Extended Address | Address # - PO Box "
                        + "| Address # - Postal Code + Address # - City | Address # - Region + Address # - Country",
                ],
            ]),
        ForeignLayout(
            "Outlook",
            knownBy: [
                ["E-mail Address", "First Name"], ["E-mail Address", "E-mail Type"], ["Business Phone", "Home Phone"],
            ],
            [
                "name": ["Title + First Name + Middle Name + Last Name + Suffix", "Company"],
                "email": ["E-mail Address", "E-mail 2 Address", "E-mail 3 Address"],
                "phone": [
                    "Primary Phone", "Mobile Phone", "Business Phone", "Business Phone 2", "Home Phone", "Home Phone 2",
                    "Company Main Phone", "Other Phone", "Car Phone",
                ],
                "company": ["Company"],
                "address": ["Business", "Home", "Other"].map { place in
                    "\(place) Street | \(place) Street 2 | \(place) Street 3 | \(place) Postal Code + \(place) City "
                        + "| \(place) State + \(place) Country/Region + \(place) Country"
                },
            ]),
        ForeignLayout(
            "Mailchimp", knownBy: [["MEMBER_RATING"], ["LEID", "EUID"], ["OPTIN_TIME"]],
            [
                "name": ["First Name + Last Name", "FNAME + LNAME", "Name", "Company"],
                "email": ["Email Address", "Email"],
                "phone": ["Phone Number", "Phone"], "company": ["Company"], "address": ["Address"], "tags": ["TAGS"],
            ]),
        ForeignLayout(
            "WooCommerce", knownBy: [["AOV", "Email"], ["billing_email", "billing_last_name"]],
            [
                "name": [
                    "billing_first_name + billing_last_name", "first_name + last_name", "Name", "display_name",
                    "billing_company",
                ],
                "email": ["billing_email", "user_email", "Email"], "phone": ["billing_phone"],
                "company": ["billing_company"],
                "address": [
                    "billing_address_1 | billing_address_2 | billing_postcode + billing_city "
                        + "| billing_state + billing_country",
                    "Postal Code + City | Region + Country / Region",
                ],
            ]),
        ForeignLayout(
            "Square", knownBy: [["Square Customer ID"], ["Creation Source", "Lifetime Spend"]],
            [
                "name": ["First Name + Last Name", "First Name + Surname", "Nickname", "Company Name"],
                "email": ["Email Address"], "phone": ["Phone Number"], "company": ["Company Name"],
                "address": ["Street Address 1 | Street Address 2 | Postal Code + City | State"],
            ]),
        ForeignLayout(
            "LinkedIn", knownBy: [["Connected On", "Email Address"], ["Connected On", "Last Name"]],
            ["name": ["First Name + Last Name"], "email": ["Email Address"], "company": ["Company"]]),
    ]
}
