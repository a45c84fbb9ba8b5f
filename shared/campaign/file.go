package campaign

// The file as it is written. The fields of a controller are named as
// organisation.Controller.Missing names them.
//
// The tag form says of a field of an event how a page writes it ([Form]): "-", it
// does not; "switch", a group that is there if its own box is ticked; "hours", a
// number of them; "until", the last of the slots; "question", a group that is
// there if it names one; "zero", a number that is said where it is none.
type file struct {
	Format        int                `yaml:"tribune"`
	Organisations []fileOrganisation `yaml:"organisations"`
	Projects      []fileProject      `yaml:"projects"`
	Events        []fileEvent        `yaml:"events"`
	Charters      []fileCharter      `yaml:"charters"`
}

type fileText map[string]string

type fileOrganisation struct {
	ID         string         `yaml:"id"`
	Name       fileText       `yaml:"name"`
	ReplyTo    string         `yaml:"reply-to"`
	Languages  []string       `yaml:"languages,flow"` // in which its texts are written; all, if none is named
	Factor     string         `yaml:"second-factor"`  // "waived", where the deployment lets it be
	Controller fileController `yaml:"controller"`
	Members    []fileMember   `yaml:"members"`
	Logo       string         `yaml:"logo"`
}

type fileController struct {
	Name       string   `yaml:"name"`
	Contact    string   `yaml:"contact"`
	Country    string   `yaml:"country"`
	DPO        string   `yaml:"dpo"`
	LegalBasis fileText `yaml:"legal-basis"`
	Recipients fileText `yaml:"recipients"`
	Retention  fileText `yaml:"retention"`
	Transfers  fileText `yaml:"transfers"`
	CNDP       string   `yaml:"cndp"`
}

type fileMember struct {
	Address string `yaml:"address"`
	Role    string `yaml:"role"`
	Lang    string `yaml:"lang"`
}

type fileProject struct {
	Organisation string            `yaml:"organisation" form:"-"`
	ID           string            `yaml:"id" form:"-"`
	Title        fileText          `yaml:"title"`
	Summary      fileText          `yaml:"summary"`
	Partners     []filePartner     `yaml:"partners"`
	Publications []filePublication `yaml:"publications"`
}

type filePartner struct {
	Name    string   `yaml:"name"`
	Town    string   `yaml:"town"`
	Country string   `yaml:"country"`
	Role    fileText `yaml:"role"`
	Site    string   `yaml:"site"`
	Funds   bool     `yaml:"funds"`
	Logo    string   `yaml:"logo" form:"-"`
}

type filePublication struct {
	Title fileText `yaml:"title"`
	URL   string   `yaml:"url"`
	Date  string   `yaml:"date"`
}

type fileEvent struct {
	Organisation string            `yaml:"organisation" form:"-"`
	ID           string            `yaml:"id" form:"-"`
	Slug         string            `yaml:"slug"`
	Project      string            `yaml:"project" form:"-"`
	Title        fileText          `yaml:"title"`
	NeutralTitle fileText          `yaml:"neutral-title"`
	Summary      fileText          `yaml:"summary"`
	Description  fileText          `yaml:"description"`
	Audience     fileText          `yaml:"audience"`
	Place        fileText          `yaml:"place"`
	Address      fileText          `yaml:"address"`
	City         fileText          `yaml:"city"`
	Country      string            `yaml:"country"`
	Access       fileText          `yaml:"access"`
	Zone         string            `yaml:"zone"`
	Days         []fileDay         `yaml:"days"`
	ByDay        bool              `yaml:"by-day"`
	Programme    []fileItem        `yaml:"programme"`
	Slots        []fileSlot        `yaml:"slots"`
	Registration *fileRegistration `yaml:"registration" form:"switch"`
	Questions    []fileQuestion    `yaml:"questions"`
	Notices      []fileNotice      `yaml:"notices"`
}

// Without capacity, a day has the event's. Its pause is written "12:30-14:00".
type fileDay struct {
	Date     string `yaml:"date"`
	From     string `yaml:"from"`
	To       string `yaml:"to"`
	Pause    string `yaml:"pause"`
	Capacity int    `yaml:"capacity"`
}

// A day is counted from 1; none is the first.
type fileItem struct {
	Day   int      `yaml:"day"`
	At    string   `yaml:"at"`
	Title fileText `yaml:"title"`
}

type fileSlot struct {
	ID        string         `yaml:"id"`
	Title     fileText       `yaml:"title"`
	Day       int            `yaml:"day"`
	From      string         `yaml:"from"`
	To        string         `yaml:"to"`
	Optional  bool           `yaml:"optional"`
	Workshops []fileWorkshop `yaml:"workshops"`
}

// A workshop has seats on site (capacity), online, or both, and may span the
// slots that follow its own.
type fileWorkshop struct {
	ID       string   `yaml:"id"`
	Title    fileText `yaml:"title"`
	Capacity int      `yaml:"capacity"`
	Online   int      `yaml:"online"`
	Spans    []string `yaml:"spans" form:"until"`
}

// Without opens, registration opens with the day of reading; without closes, it
// closes when the event starts. People may wait unless waiting says no.
type fileRegistration struct {
	Capacity  int         `yaml:"capacity"`
	Online    *fileOnline `yaml:"online"`
	Opens     string      `yaml:"opens"`
	Closes    string      `yaml:"closes"`
	Waiting   *bool       `yaml:"waiting"`
	OfferFor  string      `yaml:"offer-for" form:"hours"`
	ConfirmIn string      `yaml:"confirm-in" form:"hours"`
	EarlyCode string      `yaml:"early-code"`
}

type fileOnline struct {
	Capacity int    `yaml:"capacity"`
	URL      string `yaml:"url"`
}

type fileQuestion struct {
	ID       string         `yaml:"id"`
	Kind     string         `yaml:"kind"`
	Label    fileText       `yaml:"label"`
	Hint     fileText       `yaml:"hint"`
	Required bool           `yaml:"required"`
	Options  []fileOption   `yaml:"options"`
	If       *fileCondition `yaml:"if" form:"question"`
	Need     bool           `yaml:"need"`
}

type fileOption struct {
	ID    string   `yaml:"id"`
	Label fileText `yaml:"label"`
}

type fileCondition struct {
	Question string   `yaml:"question"`
	Is       []string `yaml:"is"`
}

// A text is Markdown: unlike in other texts, its lines stay as they are.
type fileNotice struct {
	ID        string         `yaml:"id"`
	Kind      string         `yaml:"kind"`
	Days      int            `yaml:"days" form:"zero"`
	Text      fileText       `yaml:"text"`
	Documents []fileDocument `yaml:"documents"`
}

type fileDocument struct {
	Title fileText `yaml:"title"`
	URL   string   `yaml:"url"`
}

type fileCharter struct {
	Organisation string        `yaml:"organisation" form:"-"`
	ID           string        `yaml:"id" form:"-"`
	Slug         string        `yaml:"slug"`
	Event        string        `yaml:"event"`
	Version      int           `yaml:"version" form:"-"`
	Title        fileText      `yaml:"title"`
	Preamble     fileText      `yaml:"preamble"`
	Articles     []fileArticle `yaml:"articles"`
}

type fileArticle struct {
	Title fileText `yaml:"title"`
	Text  fileText `yaml:"text"`
}
