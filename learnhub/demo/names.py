"""Given and family names for invented people, as found across the United Kingdom. Data only."""

import random
import unicodedata

_GIVEN_NAMES = """
Aaron Abigail Adam Adeel Agnieszka Ahmed Aisha Alan Alasdair Alice Alison Amanda Amina Amir Amy Andrew Angela Angharad
Anita Ann Anthony Aoife Arjun Bethan Brian Bronwen Calum Carol Caroline Catherine Catrin Ceri Charles Charlotte Chidi
Chloë Chris Claire Colin Connor Craig Dafydd Daniel David Deborah Deepa Denise Derek Donna Dylan Edward Efua Eilidh
Eleri Elaine Elizabeth Ellen Emily Emma Eoin Esther Ewan Farah Faye Femi Fiona Frances Fraser Gareth Gary Gemma George
Geraint Gillian Grace Graham Gwen Hamza Hannah Harriet Harry Hazel Heather Helen Huw Iain Ian Ifeoma Imran Irene Isla
Ivan Jack Jacqueline James Jan Jane Janet Jason Jean Jenny Joanna Jonathan Joseph Joyce Julia Karen Kate Kathleen
Kavita Keith Kelly Kenneth Kevin Khalid Kirsty Kwame Laura Lauren Lee Leila Lewis Liam Linda Lisa Llinos Lorraine
Louise Lucy Luke Lynn Magda Mair Malcolm Marcus Margaret Maria Marie Mark Martin Mary Matthew Meera Megan Michael
Michelle Mohammed Moira Morag Nadia Naomi Natalie Neil Niamh Nicola Nigel Nikhil Nina Noor Oliver Olivia Olwen Oscar
Owain Patricia Patrick Paul Pauline Peter Philip Priya Rachel Rajesh Rebecca Rhian Rhodri Rhys Richard Rita Robert
Robin Rory Rosemary Ross Rowan Ruth Ryan Sabina Sally Samantha Samuel Sandra Sanjay Sarah Seán Shabana Sharon Sheila
Siân Simon Siobhán Sophie Stephen Steven Stewart Stuart Sunita Susan Tanya Tariq Teresa Thomas Tim Tina Tomasz Tony
Tracey Uzma Valerie Victoria Vikram Wendy William Yasmin Yusuf Zainab Zoë
"""
_FAMILY_NAMES = """
Abbott Adams Adeyemi Ahmed Akhtar Alexander Ali Allen Anderson Andrews Armstrong Atkinson Bailey Baker Ball Banerjee
Banks Barker Barnes Barrett Bates Begum Bell Bennett Bevan Birch Black Boateng Bowen Boyd Bradley Brennan Briggs
Brooks Brown Bruce Burgess Burke Burns Butler Byrne Cameron Campbell Carr Carter Chambers Chan Chapman Choudhury Clark
Clarke Coleman Collins Cook Cooper Cox Craig Crawford Cunningham Dalton Davidson Davies Dawson Dean Desai Dixon
Doherty Donnelly Douglas Doyle Duncan Edwards Elliott Ellis Evans Farrell Ferguson Fisher Fleming Fletcher Forbes Ford
Foster Fox Francis Fraser Gallagher Gibson Gill Gordon Graham Grant Gray Green Griffiths Gupta Hall Hamilton Harding
Harper Harris Harrison Hart Harvey Hayes Henderson Hill Holmes Howells Hughes Hunt Hunter Hussain Ibrahim Islam
Jackson James Jenkins John Johnson Johnston Jones Joseph Kaur Kelly Kennedy Kerr Khan King Knight Kowalska Kowalski
Kumar Lamb Lambert Lawson Lee Lewis Lloyd Logan Lowe MacDonald MacKenzie MacLeod Mahmood Malik Marsh Marshall Martin
Mason Matthews McCarthy McDonald McKay McKenna McLean Mehta Mensah Miller Mills Milne Mitchell Moore Morgan Morris
Morrison Murphy Murray Nash Nelson Newton Nguyen Nicholson Nolan Nowak Nwosu O’Brien O’Connor O’Neill Okafor Oliver
Osborne Owen Owusu Palmer Park Parker Parry Patel Paterson Payne Pearce Pearson Perry Phillips Porter Powell Price
Pritchard Prosser Pugh Quinn Rahman Rao Rees Reid Reilly Reynolds Rhys Richards Richardson Riley Roberts Robertson
Robinson Rogers Rose Ross Russell Ryan Saunders Scott Shah Sharma Sharp Shaw Shepherd Simpson Sinclair Singh Slater
Smith Spencer Stephens Stevens Stewart Stone Sullivan Sutherland Swift Tait Taylor Thomas Thompson Thomson Thorpe
Tucker Turner Vaughan Wade Walker Wallace Walsh Ward Warren Watkins Watson Watt Webb Wells West White Whitehead
Wilkinson Williams Williamson Wilson Wood Woods Wright Wylie Young
"""
_GIVEN = _GIVEN_NAMES.split()
_FAMILY = _FAMILY_NAMES.split()


def random_name(rng: random.Random) -> str:
    """A given and a family name."""
    return f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}"


def mailbox_of(name: str) -> str:
    """The part of an address before the @: lower case, without accents, `given.family`."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "")).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")
