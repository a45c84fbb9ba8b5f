package event

import (
	"maps"
	"slices"
)

// zonesOf are the zones of the countries from which people work together here: one
// of each, that of its capital.
var zonesOf = map[string]string{
	"MA": "Africa/Casablanca", "DZ": "Africa/Algiers", "TN": "Africa/Tunis", "EG": "Africa/Cairo", "SN": "Africa/Dakar", "CI": "Africa/Abidjan", "LB": "Asia/Beirut",
	"FR": "Europe/Paris", "BE": "Europe/Brussels", "LU": "Europe/Luxembourg", "CH": "Europe/Zurich", "DE": "Europe/Berlin", "NL": "Europe/Amsterdam", "AT": "Europe/Vienna",
	"ES": "Europe/Madrid", "PT": "Europe/Lisbon", "IT": "Europe/Rome", "GR": "Europe/Athens", "MT": "Europe/Malta", "CY": "Asia/Nicosia",
	"GB": "Europe/London", "IE": "Europe/Dublin", "DK": "Europe/Copenhagen", "SE": "Europe/Stockholm", "NO": "Europe/Oslo", "FI": "Europe/Helsinki", "EE": "Europe/Tallinn", "LV": "Europe/Riga", "LT": "Europe/Vilnius",
	"PL": "Europe/Warsaw", "CZ": "Europe/Prague", "SK": "Europe/Bratislava", "HU": "Europe/Budapest", "SI": "Europe/Ljubljana", "HR": "Europe/Zagreb", "RO": "Europe/Bucharest", "BG": "Europe/Sofia",
	"CA": "America/Toronto",
}

// ZoneOf is the zone in which an event in a country most likely is; Paris's if
// nothing is known of the country.
func ZoneOf(country string) string {
	if z, ok := zonesOf[country]; ok {
		return z
	}
	return zonesOf["FR"]
}

// Zones lists the zones that are offered for an event, in the order of their names.
func Zones() []string { return slices.Compact(slices.Sorted(maps.Values(zonesOf))) }
