"""English words for each target of Goal 11."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "11.1": """
        housing, home, homes, homeless, homelessness, apartment, dwelling, tenant, rent, rental, landlord,
        affordable, affordable housing, social housing, public housing, council housing, slum, shelter bed,
        informal settlement, housing first, retrofit homes, insulation, energy poverty, fuel poverty,
        basic services, sanitation, drinking water, water supply, sewer, toilet, heating grant, eviction,
        flat, basic service, heating, damp, household, living conditions, hostel
    """,
    "11.2": """
        bus, tram, tramway, metro, subway, rail, railway, train, ferry, station, transit, public transport,
        transport, mobility, bicycle, bike, cycling, cycle, cycleway, bike lane, bike share, pedestrian,
        crossing, walking, sidewalk, pavement, footpath, crosswalk, traffic, road safety, speed limit,
        30 km/h, school zone, fare, fare-free, ticket, timetable, low-floor, wheelchair, step-free,
        car-free, carsharing, taxi, on-demand, parking, congestion, electric vehicle, charging station,
        zero deaths, low-emission zone, commuter, driver, car, light rail, travel, travel pass,
        monthly pass, cyclist, cyclists, passenger, passengers, walkable, driverless, kerb, route, routes,
        buses, older people, children, disabilities
    """,
    "11.3": """
        participatory budget, participation, participate, assembly, citizens assembly, town hall, workshop,
        co-design, consultation, urban plan, master plan, zoning, land use, brownfield, density,
        compact city, infill, 15-minute, neighbourhood council, voting, proposal, deliberation, ordinance,
        urban regeneration, redevelopment, revitalise, renewal, civic, community-led, open data, dashboard,
        digital twin, youth council, governance, citizen jury, decide, with residents, with citizens,
        by residents, citizen participation, public participation, voluntary local review,
        sustainable development goals, sdgs, local review, indicators, vision, city planning,
        urban planning, spatial plan, neighbourhood plan
    """,
    "11.4": """
        heritage, world heritage, historic, history, monument, museum, archive, old town, castle, fortress,
        temple, shrine, palace, archaeological, excavation, traditional house, craft, crafts, folk,
        festival, intangible, restoration, restore, preserved, preserve, preservation, conservation,
        conserve, landmark, wetland, biosphere, biodiversity, species, habitat, nature reserve,
        forest reserve, oral history, culture, cultural, listed, facade, unesco, townscape, skyline, art,
        arts, artist, artists, music, mural, rite, ritual, memory, wildlife, bird, birds, nature, ecosystem
    """,
    "11.5": """
        disaster, disasters, flood, flooding, flooded, inundation, underpass, landslide, earthquake, quake,
        seismic, tsunami, typhoon, hurricane, storm, storm surge, stormwater, heavy rain, rain, cloudburst,
        wildfire, fire, heat wave, heatwave, extreme heat, cooling centre, cold wave, drought, emergency,
        early warning, warning, alert, siren, evacuation, evacuate, evacuated, shelter, rescue, casualties,
        damage, water level, sensor, barrier, levee, dyke, dam, pump, retention basin, drain, drainage,
        drill, hazard map, hazard, hydrant, relief, safety, sponge city, sponge, elderly alone, heat,
        early-warning, snow, ice, erosion, coastal
    """,
    "11.6": """
        waste, zero waste, recycling, recycle, reuse, repair, repaired, compost, composting, food waste,
        food scraps, organic, garbage, rubbish, trash, refuse, landfill, incinerator, litter, bin, sorting,
        sorted, plastic, single-use, disposable, packaging, reusable, cup, bottle, deposit, refill,
        circular, circular economy, textile, air quality, air, clean air, fine dust, particulate, pm2.5,
        pm10, pollution, polluted, smog, emissions, exhaust, diesel, boiler, noise, carbon footprint,
        upcycling, second-hand, swap, ozone, odour, coal, carbon, greenhouse gas, environmental footprint,
        dust, sewage sludge, leftovers
    """,
    "11.7": """
        park, parks, pocket park, playground, garden, gardens, green, green space, green roof, greenery,
        greening, greenway, public space, public spaces, open space, square, plaza, waterfront, riverside,
        riverbank, river, promenade, trail, forest, urban forest, tree, trees, planting, planted, shade,
        bench, lawn, library, street lighting, harassment, women, women's safety, girls, children,
        older people, disabilities, accessible, play, rooftop, elevated, lake, garden city, allotment, bees,
        vacant lot, pedestrianised, market square, path, forest path, lamp, street light, street lights,
        picnic, meadow, pond, rooftop garden, commons, pop-up, pedestrian plaza, street trees
    """,
    "11.a": """
        rural, countryside, village, villages, farm, farms, farmer, farmers, local food, farmers market,
        food miles, peri-urban, hinterland, urban-rural, regional, region, regional plan, metropolitan,
        intermunicipal, county, balanced development, depopulation, population decline, shrinking, remote,
        island, islands, fishing village, town and country, neighbouring towns, school meals, migration,
        settle, returnees, supply chain, agriculture, small town, small towns, outskirts, region-wide,
        commuting area
    """,
    "11.b": """
        climate, climate change, climate plan, climate action, climate adaptation, adaptation, mitigation,
        carbon, carbon neutral, net zero, net-zero, zero emission, climate neutrality, decarbonisation,
        greenhouse, greenhouse gas, co2, energy, renewable, solar, wind power, photovoltaic,
        district heating, heat pump, geothermal, efficiency, inventory, strategy, integrated, resilience,
        resilient, resilience plan, sendai, risk reduction, action plan, roadmap, declaration, pledge,
        biodiversity strategy, resource efficiency, climate budget, green bond, coal phase-out,
        climate neutral, climate emergency, solar panels, district heat, energy saving, power plant,
        megawatt, kilowatt, just transition, sponge city
    """,
    "11.c": """
        least developed countries, developing country, developing countries, ldc, development cooperation,
        foreign aid, aid, official development assistance, oda, overseas, abroad, local materials,
        local material, mud brick, earth brick, adobe, bamboo, building school, partner city, city-to-city,
        twinning, technical assistance, masons, africa, resilient buildings, know-how, donated, volunteers,
        poorest countries, poor countries, exchange of know-how
    """,
}
