// Reads a workbook from standard input, and writes what is in it as JSON.
const xlsx = require(process.argv[1])
const book = xlsx.read(require("fs").readFileSync(0))
const cells = sheet => Object.keys(sheet).filter(at => at[0] !== "!").map(at => sheet[at])
process.stdout.write(JSON.stringify({
	RTL: Boolean(book.Workbook.Views?.[0]?.RTL),
	Sheets: book.SheetNames.map(name => ({
		Name: name,
		Rows: xlsx.utils.sheet_to_json(book.Sheets[name], { header: 1, defval: "", blankrows: true }),
		Types: [...new Set(cells(book.Sheets[name]).map(cell => cell.f === undefined ? cell.t : "formula"))],
	})),
}))
