package campaign

// The file as it is written. The fields of a controller are named as
// organisation.Controller.Missing names them.
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
	Controller fileController `yaml:"controller"`
	Members    []fileMember   `yaml:"members"`
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
	Organisation string        `yaml:"organisation"`
	ID           string        `yaml:"id"`
	Title        fileText      `yaml:"title"`
	Summary      fileText      `yaml:"summary"`
	Partners     []filePartner `yaml:"partners"`
}

type filePartner struct {
	Name    string   `yaml:"name"`
	Town    string   `yaml:"town"`
	Country string   `yaml:"country"`
	Role    fileText `yaml:"role"`
	Site    string   `yaml:"site"`
}

type fileEvent struct {
	Organisation string            `yaml:"organisation"`
	ID           string            `yaml:"id"`
	Slug         string            `yaml:"slug"`
	Project      string            `yaml:"project"`
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
	Programme    []fileItem        `yaml:"programme"`
	Slots        []fileSlot        `yaml:"slots"`
	Registration *fileRegistration `yaml:"registration"`
}

type fileDay struct {
	Date string `yaml:"date"`
	From string `yaml:"from"`
	To   string `yaml:"to"`
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
	Workshops []fileWorkshop `yaml:"workshops"`
}

type fileWorkshop struct {
	ID       string   `yaml:"id"`
	Title    fileText `yaml:"title"`
	Capacity int      `yaml:"capacity"`
}

// Without opens, registration opens with the day of reading; without closes, it
// closes when the event starts.
type fileRegistration struct {
	Capacity int    `yaml:"capacity"`
	Opens    string `yaml:"opens"`
	Closes   string `yaml:"closes"`
}

type fileCharter struct {
	Organisation string        `yaml:"organisation"`
	ID           string        `yaml:"id"`
	Slug         string        `yaml:"slug"`
	Event        string        `yaml:"event"`
	Version      int           `yaml:"version"`
	Title        fileText      `yaml:"title"`
	Preamble     fileText      `yaml:"preamble"`
	Articles     []fileArticle `yaml:"articles"`
}

type fileArticle struct {
	Title fileText `yaml:"title"`
	Text  fileText `yaml:"text"`
}
