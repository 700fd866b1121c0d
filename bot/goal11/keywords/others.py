"""Words for each target of Goal 11 in languages that only cities of the network write in."""

from collections.abc import Mapping

GERMAN: Mapping[str, str] = {
    "11.1": """
        wohnung, wohnungen, wohnungsbau, wohnraum, miete, mieter, sozialwohnung, obdachlos, dämmung, wohnen,
        abwasser
    """,
    "11.2": """
        bus, busse, straßenbahn, stadtbahn, s-bahn, bahn, bahnhof, nahverkehr, verkehr, mobilität, fahrrad,
        rad, radweg, radverkehr, radschnellweg, fußgänger, haltestelle, fahrschein, ticket, tempo, parken,
        auto, barrierefrei, linie, fahrräder, fahrgäste, schiene, öpnv
    """,
    "11.3": """
        bürgerbeteiligung, beteiligung, bürger, bürgerhaushalt, bürgerrat, einwohner, stadtplanung,
        stadtteil, planung, flächennutzung, quartier, baugruppen, stadtentwicklung, mitbestimmung,
        abstimmung, nachhaltigkeitsstrategie, lokalbericht, nachhaltigkeitsbericht, nachhaltigkeitsziele,
        leitbild, stadt gestalten
    """,
    "11.4": """
        denkmal, denkmalschutz, welterbe, altstadt, kulturerbe, historisch, museum, naturschutz,
        artenvielfalt, erbe, kultur, kunst, musik, brauchtum
    """,
    "11.5": """
        katastrophe, hochwasser, überschwemmung, starkregen, hitze, hitzewelle, erdbeben, feuerwehr,
        warnung, evakuierung, schwammstadt, sturm, unwetter
    """,
    "11.6": """
        abfall, müll, recycling, mehrweg, kompost, bioabfall, luft, luftreinhaltung, feinstaub, lärm,
        plastik, kreislauf, reparatur, emissionen, kohle, verpackung
    """,
    "11.7": """
        grün, grünfläche, grünflächen, garten, gärten, baum, bäume, platz, spielplatz, fluss, ufer,
        öffentlicher raum, wald, freiraum, spielen, park
    """,
    "11.a": """
        land, ländlich, ländlicher raum, region, regional, umland, dorf, dörfer, landwirtschaft, bauern,
        stadt-land, nachbargemeinden
    """,
    "11.b": """
        klima, klimaschutz, klimaanpassung, klimawandel, klimaneutral, energie, energiewende, solar,
        fernwärme, passivhaus, co2, treibhausgas, strategie, resilienz, konzept, klimanotstand,
        photovoltaik, wärme, nachhaltigkeit
    """,
    "11.c": """
        entwicklungsländer, entwicklungszusammenarbeit, partnerstadt, lehmbau, afrika, lokale baustoffe
    """,
}

SPANISH: Mapping[str, str] = {
    "11.1": """
        vivienda, viviendas, alquiler, inquilino, sin hogar, asentamiento, saneamiento, agua potable,
        barrio informal
    """,
    "11.2": """
        autobús, autobuses, bus, tranvía, metro, transporte, transporte público, movilidad, bicicleta, bici,
        carril bici, ciclovía, peatón, peatonal, acera, tráfico, coche, estación, billete, cable,
        teleférico, aparcamiento, pasajeros, metrocable, peatones, ruta
    """,
    "11.3": """
        presupuesto participativo, presupuestos participativos, participación, ciudadanía, ciudadanos,
        vecinos, vecinal, asamblea, consulta, votación, urbanismo, planificación, plan urbano, urbano,
        regeneración, supermanzana, objetivos de desarrollo sostenible, informe local voluntario, barrio,
        barrios, plan de ordenamiento, ordenamiento territorial
    """,
    "11.4": """
        patrimonio, patrimonio mundial, casco histórico, histórico, museo, monumento, restauración, humedal,
        biodiversidad, cultura, música, arte, memoria, fiesta
    """,
    "11.5": """
        desastre, desastres, inundación, inundaciones, terremoto, sismo, incendio, deslizamiento,
        ola de calor, alerta, evacuación, lluvias, tormenta, emergencia, riesgo de desastres
    """,
    "11.6": """
        residuos, basura, reciclaje, reciclar, compost, plástico, aire, calidad del aire, contaminación,
        ruido, emisiones, reutilizar, carbón, envases, vertedero
    """,
    "11.7": """
        parque, parques, plaza, zonas verdes, espacio público, espacios públicos, verde, árboles, jardín,
        río, ribera, juegos, biblioteca, bosque, corredores verdes, corredor verde, arbolado, sombra
    """,
    "11.a": """
        rural, campo, región, regional, agricultores, huerta, alimentos, área metropolitana, pueblos,
        municipios, municipios vecinos
    """,
    "11.b": """
        clima, cambio climático, adaptación, mitigación, neutralidad, energía, solar, carbono, resiliencia,
        estrategia, plan de acción, emergencia climática, renovable, emisiones
    """,
    "11.c": """
        países menos adelantados, cooperación internacional, cooperación al desarrollo, materiales locales,
        adobe, bambú
    """,
}
