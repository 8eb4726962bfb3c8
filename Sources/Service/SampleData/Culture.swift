/// How people of one part of the world are called, in tables of invented combinations.
struct Culture: Sendable {
    let given: WordTable
    let family: WordTable
    /// What a longer family name ends with; empty where none are built.
    let familyEndings: WordTable
    let familyFirst: Bool
    let separator: String

    init(given: String, family: String, endings: String = "", familyFirst: Bool = false, separator: String = " ") {
        self.given = WordTable(given)
        self.family = WordTable(family)
        familyEndings = WordTable(endings)
        self.familyFirst = familyFirst
        self.separator = separator
    }

    /// Each as often as its number says, of 100.
    static let all: [(weight: Int, culture: Culture)] = [
        (28, english), (16, german), (8, nordic), (12, iberian), (8, french), (5, polish), (3, turkish),
        (2, vietnamese), (6, russian), (2, greek), (3, chinese), (2, japanese), (2, korean), (2, arabic), (1, hebrew),
    ]

    private static let english = Culture(
        given: """
            James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Susan Richard Jessica Joseph
            Sarah Thomas Karen Charles Nancy Daniel Lisa Matthew Betty Anthony Margaret Mark Sandra Paul Ashley Steven
            Emily Andrew Donna Kenneth Michelle Joshua Carol Kevin Amanda Brian Dorothy George Melissa Edward Deborah
            Siân Chloë Zoë Beyoncé Quentin Xavier Yvette Zelda
            """,
        family: """
            Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Jackson Thompson
            White Lee Harris Clark Lewis Robinson Walker Hall Young Allen King Wright Scott Green Baker Adams Nelson
            Hill Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy
            O'Brien O'Connor D'Arcy McDonald Black Wood North Ash Stone Win Har Cran Lang Ber Whit Thorn Kirk Brad Shel
            """,
        endings:
            "son ton ford ley wood field well worth ham more writeTombstone combe stead wick bridge hurst by den low gate"
    )

    private static let german = Culture(
        given: """
            Anna Peter Maria Hans Ursula Michael Monika Thomas Petra Andreas Sabine Wolfgang Renate Jürgen Helga Günther
            Karin Stefan Brigitte Christian Ingrid Uwe Erika Klaus Andrea Jörg Gisela Frank Claudia Björn Käthe Sören
            Hildegard Götz Änne Anna-Lena Karl-Heinz Hans-Jürgen Eva-Maria
            """,
        family: """
            Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
            Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Weiß Groß Voß Köhler Böhm Jäger
            Stein Eich Rosen Linden Birken Acker Hohen Nieder Ober Unter Kirch Grün Gold Silber Wein Apfel Habicht Falken
            """,
        endings: "mann bach berg meier müller bauer hofer thal feld stein wald häuser burg brunner egger hausen rath")

    private static let nordic = Culture(
        given: """
            Lars Anna Erik Karin Søren Kirsten Jens Åse Bjørn Ingrid Nils Astrid Øyvind Sigrún Håkon Märta Jón Guðrún
            Þór Aino Väinö Leena Jyrki Pia Ødger Åke
            """,
        family: """
            Hansen Johansson Andersen Nilsson Larsen Karlsson Sørensen Lindström Ødegård Åkesson Bjørnstad Øverland
            Jørgensen Virtanen Mäkinen Sjöberg Þorsteinsson Lind Berg Dal Gran Sund Nor Hol
            """,
        endings: "ström berg gren qvist holm lund dahl stad nes vik skog strand")

    private static let iberian = Culture(
        given: """
            María José Antonio Carmen Manuel Ana Francisco Isabel David Pilar Juan Dolores Javier Teresa Daniel Rosa
            João Inês Conceição Gonçalo Iñaki Begoña Núria Ángel Óscar Úrsula Xoán
            """,
        family: """
            García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz
            Moreno Muñoz Álvarez Romero Alonso Gutiérrez Silva Santos Ferreira Araújo Gonçalves Ibáñez Núñez Peña Ybarra
            """)

    private static let french = Culture(
        given: """
            Jean Marie Pierre Françoise Michel Nathalie André Hélène Philippe Élodie René Chloé Étienne Aurélie Noël
            Jean-Luc Anne-Sophie Gaëlle Loïc Maël Cédric Zoé Œdipe
            """,
        family: """
            Martin Bernard Dubois Thomas Robert Petit Durand Leroy Moreau Lefèvre Garnier François Mercier Béranger
            Châtelain Lemaître Gauthier-Lévêque D'Aubigné L'Hôpital Beau Mont Châteauneuf Fontaine Clair
            """,
        endings: "mont fort champ lieu ville court val")

    private static let polish = Culture(
        given:
            "Anna Piotr Maria Krzysztof Małgorzata Łukasz Zofia Stanisław Agnieszka Paweł Żaneta Świętosława Grażyna",
        family: """
            Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
            Jankowski Mazur Kwiatkowski Krawczyk Ząb Źrebak Łęcki
            """)

    private static let turkish = Culture(
        given: "Mehmet Ayşe Mustafa Fatma Ahmet Zeynep İbrahim Gül Çağla Şükrü Işıl Ömer Özgür Ünal",
        family: "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Çetin Ağaoğlu")

    private static let vietnamese = Culture(
        given: "Anh Minh Hương Đức Thảo Dũng Ngọc Thủy Hùng Yến Phước Quỳnh",
        family: "Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Hồ", familyFirst: true)

    private static let russian = Culture(
        given: """
            Александр:Aleksandr Елена:Elena Сергей:Sergei Ольга:Olga Дмитрий:Dmitri Наталья:Natalia Андрей:Andrei
            Анна:Anna Иван:Ivan Мария:Maria Юлия:Julia Фёдор:Fyodor Щукарь:Shchukar Зоя:Zoya
            """,
        family: """
            Иваненко:Ivanenko Смирных:Smirnykh Кузьменко:Kuzmenko Попик:Popik Шевчук:Shevchuk Петренко:Petrenko
            Бондарчук:Bondarchuk Ткач:Tkach Мельник:Melnik Белых:Belykh Юркевич:Yurkevich Ёжик:Yozhik Живаго:Zhivago
            """)

    private static let greek = Culture(
        given: "Γιώργος:Giorgos Μαρία:Maria Δημήτρης:Dimitris Ελένη:Eleni Κώστας:Kostas Αικατερίνη:Aikaterini",
        family: """
            Παπαδόπουλος:Papadopoulos Οικονόμου:Oikonomou Γεωργίου:Georgiou Νικολάου:Nikolaou Αγγελής:Angelis
            Ιωαννίδης:Ioannidis Ψαρράς:Psarras
            """)

    private static let chinese = Culture(
        given: "伟:Wei 芳:Fang 秀英:Xiuying 敏:Min 静:Jing 丽:Li 强:Qiang 磊:Lei 洋:Yang 艳:Yan 勇:Yong 志明:Zhiming 𠮷:Ji",
        family: "王:Wang 李:Li 张:Zhang 刘:Liu 陈:Chen 杨:Yang 黄:Huang 赵:Zhao 欧阳:Ouyang 司马:Sima",
        familyFirst: true, separator: "")

    private static let japanese = Culture(
        given: "翔太:Shota 陽菜:Hina 大輔:Daisuke さくら:Sakura 健:Ken ユキ:Yuki 美咲:Misaki 蓮:Ren",
        family: "佐藤:Sato 鈴木:Suzuki 高橋:Takahashi 田中:Tanaka 伊藤:Ito 渡邊:Watanabe 山本:Yamamoto 髙田:Takada",
        familyFirst: true)

    private static let korean = Culture(
        given: "민준:Minjun 서연:Seoyeon 지훈:Jihun 수진:Sujin 현우:Hyeonwoo 하은:Haeun",
        family: "김:Kim 이:Lee 박:Park 최:Choi 정:Jeong 강:Kang 남궁:Namgung", familyFirst: true, separator: "")

    private static let arabic = Culture(
        given: "محمد:Mohammed فاطمة:Fatima أحمد:Ahmed عائشة:Aisha يوسف:Yusuf مريم:Maryam عمر:Omar ليلى:Layla",
        family: "العلي:Alali الحسن:Alhasan حداد:Haddad الخطيب:Alkhatib نجار:Najjar صالح:Saleh المصري:Almasri")

    private static let hebrew = Culture(
        given: "דוד:David שרה:Sarah משה:Moshe רחל:Rachel יוסף:Yosef נועה:Noa אברהם:Avraham",
        family: "כהן:Cohen לוי:Levi מזרחי:Mizrahi פרץ:Peretz ביטון:Biton שפירא:Shapira")
}
